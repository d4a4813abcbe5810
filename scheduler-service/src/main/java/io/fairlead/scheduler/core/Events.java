package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.ServiceEventRecord;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * What watches and integrations hear of a change, shaped as the events that ECS sends. A task's and
 * an instance's event carries the version that the API shows, so that a reader can tell repeats.
 */
public final class Events {
  private Events() {}

  /**
   * The event of a change, without its position; empty where nothing that the API shows has
   * changed.
   *
   * @param before the state that the change has not been applied to yet
   */
  public static Optional<ClusterEvent> of(ClusterState before, Change change, Instant now) {
    return event(before, change)
        .map(
            event ->
                event
                    .setTime(Due.timestamp(now))
                    .setClusterArn(
                        before
                            .cluster()
                            .map(record -> record.getCluster().getClusterArn())
                            .orElse(""))
                    .build());
  }

  private static Optional<ClusterEvent.Builder> event(ClusterState before, Change change) {
    return switch (change.getChangeCase()) {
      case TASK -> task(before, change.getTask());
      case INSTANCE -> instance(before, change.getInstance());
      case SERVICE_EVENT -> announcement(before, change.getServiceEvent());
      case CLUSTER, DEFINITION, SERVICE, TOKEN, FORGET, CHANGE_NOT_SET -> Optional.empty();
    };
  }

  private static Optional<ClusterEvent.Builder> task(ClusterState before, TaskRecord record) {
    Task task = record.getTask();
    long known = before.task(task.getTaskArn()).map(old -> old.getTask().getVersion()).orElse(0L);
    return task.getVersion() == known
        ? Optional.empty()
        : Optional.of(
            ClusterEvent.newBuilder()
                .setDetailType("ECS Task State Change")
                .addResources(task.getTaskArn())
                .setTask(task));
  }

  private static Optional<ClusterEvent.Builder> instance(
      ClusterState before, InstanceRecord record) {
    String arn = record.getInstance().getContainerInstanceArn();
    InstanceState known = before.instance(arn).orElseGet(() -> new InstanceState(record));
    boolean isNew = before.instance(arn).isEmpty();
    return !isNew && known.instance().getVersion() == record.getInstance().getVersion()
        ? Optional.empty()
        : Optional.of(
            ClusterEvent.newBuilder()
                .setDetailType("ECS Container Instance State Change")
                .addResources(arn)
                .setContainerInstance(InstanceViews.view(record, known, true)));
  }

  private static Optional<ClusterEvent.Builder> announcement(
      ClusterState before, ServiceEventRecord record) {
    ClusterEvent.Builder event = ClusterEvent.newBuilder();
    before
        .service(record.getService())
        .map(ServiceRecord::getService)
        .ifPresent(service -> event.addResources(service.getServiceArn()));
    return switch (record.getAnnouncementCase()) {
      case ACTION ->
          Optional.of(
              event.setDetailType("ECS Service Action").setServiceAction(record.getAction()));
      case DEPLOYMENT ->
          Optional.of(
              event
                  .setDetailType("ECS Deployment State Change")
                  .setDeployment(record.getDeployment()));
      case ANNOUNCEMENT_NOT_SET -> Optional.empty();
    };
  }
}
