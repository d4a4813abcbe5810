package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.Deployment;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskRecord;
import java.util.List;
import java.util.function.Predicate;

/** A service as the API shows it: the record with its events and the counts of its tasks. */
final class ServiceViews {
  private ServiceViews() {}

  static Service of(ClusterState state, ServiceRecord record, boolean withTags) {
    String name = record.getService().getServiceName();
    List<Cohort> tasks = state.cohortsOf(name);
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

  private static void count(Deployment.Builder deployment, List<Cohort> all, int failures) {
    List<Cohort> tasks =
        all.stream()
            .filter(cohort -> cohort.like().getDeploymentId().equals(deployment.getId()))
            .toList();
    deployment
        .setRunningCount(running(tasks))
        .setPendingCount(pending(tasks))
        .setFailedTasks(failures);
    if (!deployment.getStatus().equals("PRIMARY")) {
      deployment.setDesiredCount(count(tasks, task -> !TaskHealth.stopping(task)));
    }
  }

  private static int running(List<Cohort> tasks) {
    return count(tasks, TaskHealth::running);
  }

  private static int pending(List<Cohort> tasks) {
    return count(tasks, task -> !TaskHealth.running(task) && !TaskHealth.stopping(task));
  }

  private static int count(List<Cohort> tasks, Predicate<TaskRecord> alike) {
    return tasks.stream().filter(cohort -> alike.test(cohort.like())).mapToInt(Cohort::size).sum();
  }
}
