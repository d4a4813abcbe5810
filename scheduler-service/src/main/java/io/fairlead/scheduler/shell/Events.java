package io.fairlead.scheduler.shell;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.Realm;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.ServiceEventRecord;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.InstanceState;
import java.time.Instant;
import java.util.Optional;

/** The events that changes are to the world outside, in the shapes that ECS sends. */
record Events(Realm realm) {

  /**
   * The event of a change; empty where it shows nothing new.
   *
   * @param before the state without the change
   * @param position of the change in the shard's history
   */
  Optional<ClusterEvent> of(ClusterState before, Change change, long position, Instant at) {
    Optional<ClusterEvent.Builder> event =
        switch (change.getChangeCase()) {
          case TASK -> task(before, change.getTask().getTask());
          case INSTANCE -> instance(before, change.getInstance().getInstance());
          case SERVICE_EVENT -> announcement(before.name(), change.getServiceEvent());
          case FAULT ->
              Optional.of(
                  event("Fairlead Fault State Change", change.getFault().getTarget())
                      .setFault(change.getFault()));
          case CLUSTER, DEFINITION, SERVICE, TOKEN, FORGET, CHANGE_NOT_SET -> Optional.empty();
        };
    return event.map(
        builder ->
            builder
                .setPosition(position)
                .setClusterArn(realm.cluster(before.name()))
                .setTime(ProtoTime.of(at))
                .build());
  }

  private static Optional<ClusterEvent.Builder> task(ClusterState before, Task task) {
    boolean known =
        before.task(task.getTaskArn()).filter(old -> old.getTask().equals(task)).isPresent();
    return known
        ? Optional.empty()
        : Optional.of(event("ECS Task State Change", task.getTaskArn()).setTask(task));
  }

  private static Optional<ClusterEvent.Builder> instance(
      ClusterState before, ContainerInstance instance) {
    String arn = instance.getContainerInstanceArn();
    boolean known =
        before
            .instance(arn)
            .map(InstanceState::instance)
            .filter(old -> old.equals(instance))
            .isPresent();
    return known
        ? Optional.empty()
        : Optional.of(
            event("ECS Container Instance State Change", arn).setContainerInstance(instance));
  }

  private Optional<ClusterEvent.Builder> announcement(String cluster, ServiceEventRecord record) {
    String arn = realm.service(cluster, record.getService());
    return switch (record.getAnnouncementCase()) {
      case ACTION ->
          Optional.of(event("ECS Service Action", arn).setServiceAction(record.getAction()));
      case DEPLOYMENT ->
          Optional.of(
              event("ECS Deployment State Change", arn).setDeployment(record.getDeployment()));
      case ANNOUNCEMENT_NOT_SET -> Optional.empty();
    };
  }

  private static ClusterEvent.Builder event(String type, String resource) {
    return ClusterEvent.newBuilder().setDetailType(type).addResources(resource);
  }
}
