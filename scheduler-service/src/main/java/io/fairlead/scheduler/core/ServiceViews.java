package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.Deployment;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskRecord;
import java.util.Collection;
import java.util.List;

/** A service as the API shows it: the record with its events and the counts of its tasks. */
final class ServiceViews {
  private ServiceViews() {}

  static Service of(ClusterState state, ServiceRecord record, boolean withTags) {
    String name = record.getService().getServiceName();
    Collection<TaskRecord> tasks = state.tasksOf(name);
    Service.Builder service =
        record.getService().toBuilder()
            .addAllEvents(state.events(name))
            .setRunningCount(running(tasks))
            .setPendingCount(pending(tasks));
    if (!withTags) {
      service.clearTags();
    }
    for (int i = 0; i < record.getProgressCount(); i++) {
      int failures = record.getProgress(i).getConsecutiveFailures();
      count(service.getDeploymentsBuilder(i), tasks, failures);
    }
    return service.build();
  }

  private static void count(
      Deployment.Builder deployment, Collection<TaskRecord> all, int failures) {
    List<TaskRecord> tasks =
        all.stream().filter(task -> task.getDeploymentId().equals(deployment.getId())).toList();
    deployment
        .setRunningCount(running(tasks))
        .setPendingCount(pending(tasks))
        .setFailedTasks(failures);
    if (!deployment.getStatus().equals("PRIMARY")) {
      deployment.setDesiredCount(
          (int) tasks.stream().filter(task -> !TaskHealth.stopping(task)).count());
    }
  }

  private static int running(Collection<TaskRecord> tasks) {
    return (int) tasks.stream().filter(TaskHealth::running).count();
  }

  private static int pending(Collection<TaskRecord> tasks) {
    return (int)
        tasks.stream()
            .filter(task -> !TaskHealth.running(task) && !TaskHealth.stopping(task))
            .count();
  }
}
