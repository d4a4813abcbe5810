package io.fairlead.scheduler.shell.journal;

import com.google.protobuf.Timestamp;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.Realm;
import io.fairlead.proto.ecs.Cluster;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.ServiceEvent;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.ClusterRecord;
import io.fairlead.proto.state.Forget;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.ServiceEventRecord;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.proto.state.TokenRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Changes and entries for tests. */
public final class Records {
  public static final Realm REALM = new Realm("us-east-1", "000000000000");
  public static final String DEFINITION = REALM.taskDefinition("web", 1);

  /** The day of the test, as the log has partitions for the days around it. */
  public static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  private Records() {}

  public static Change cluster(String name) {
    return Change.newBuilder()
        .setCluster(
            ClusterRecord.newBuilder()
                .setCluster(
                    Cluster.newBuilder()
                        .setClusterName(name)
                        .setClusterArn(REALM.cluster(name))
                        .setStatus("ACTIVE")))
        .build();
  }

  public static Change definition() {
    return Change.newBuilder()
        .setDefinition(
            TaskDefinitionRecord.newBuilder()
                .setDefinition(
                    TaskDefinition.newBuilder()
                        .setTaskDefinitionArn(DEFINITION)
                        .setFamily("web")
                        .setRevision(1)))
        .build();
  }

  public static String instanceArn(String cluster, String id) {
    return REALM.containerInstance(cluster, id);
  }

  public static Change instance(String cluster, String id, String status) {
    return Change.newBuilder()
        .setInstance(
            InstanceRecord.newBuilder()
                .setEpoch(1)
                .setInstance(
                    ContainerInstance.newBuilder()
                        .setContainerInstanceArn(instanceArn(cluster, id))
                        .setStatus(status)))
        .build();
  }

  public static Change service(String cluster, String name) {
    return Change.newBuilder()
        .setService(
            ServiceRecord.newBuilder()
                .setService(
                    Service.newBuilder()
                        .setServiceName(name)
                        .setServiceArn(REALM.service(cluster, name))
                        .setStatus("ACTIVE")
                        .setTaskDefinition(DEFINITION)))
        .build();
  }

  public static Change serviceEvent(String service, String message) {
    return Change.newBuilder()
        .setServiceEvent(
            ServiceEventRecord.newBuilder()
                .setService(service)
                .setEvent(ServiceEvent.newBuilder().setId(message).setMessage(message)))
        .build();
  }

  public static Change task(String cluster, String id, String lastStatus) {
    Task.Builder task =
        Task.newBuilder()
            .setTaskArn(REALM.task(cluster, id))
            .setClusterArn(REALM.cluster(cluster))
            .setContainerInstanceArn(instanceArn(cluster, "i1"))
            .setTaskDefinitionArn(DEFINITION)
            .setLastStatus(lastStatus)
            .setDesiredStatus("RUNNING")
            .setCreatedAt(timestamp(NOW));
    if (lastStatus.equals("STOPPED")) {
      task.setDesiredStatus("STOPPED").setStoppedAt(timestamp(NOW));
    }
    return Change.newBuilder()
        .setTask(TaskRecord.newBuilder().setTask(task).setAssignmentVersion(1))
        .build();
  }

  public static Change token(String key) {
    return Change.newBuilder()
        .setToken(TokenRecord.newBuilder().setKey(key).setCreatedAt(timestamp(NOW)))
        .build();
  }

  public static Change forget(Forget.Builder what) {
    return Change.newBuilder().setForget(what).build();
  }

  public static Timestamp timestamp(Instant at) {
    return ProtoTime.of(at);
  }

  /** An entry whose event names the change's position. */
  public static Entry entry(long seq, String cluster, Change change) {
    return new Entry(
        seq,
        NOW,
        cluster,
        change,
        Optional.of(
            ClusterEvent.newBuilder()
                .setPosition(seq)
                .setClusterArn(REALM.cluster(cluster))
                .setTime(timestamp(NOW))
                .build()));
  }
}
