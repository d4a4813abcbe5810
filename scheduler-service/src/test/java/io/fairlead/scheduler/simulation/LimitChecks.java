package io.fairlead.scheduler.simulation;

import io.fairlead.proto.ecs.DeploymentConfiguration;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.SchedulingStrategy;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A service never has more tasks than its maximum because it started one, and never fewer that
 * serve than its minimum because it stopped one.
 */
final class LimitChecks {
  private final Set<String> started = new TreeSet<>();
  private final Map<String, Integer> stopped = new TreeMap<>();

  /**
   * @param state before the decision
   */
  void planned(ClusterState state, Decision decision) {
    started.clear();
    stopped.clear();
    for (Change change : decision.changes()) {
      if (change.hasTask() && !change.getTask().getService().isEmpty()) {
        note(state, change.getTask());
      }
    }
  }

  private void note(ClusterState state, TaskRecord after) {
    TaskRecord before = state.task(after.getTask().getTaskArn()).orElse(null);
    if (before == null) {
      started.add(after.getService());
    } else if (serves(state, before)
        && !TaskChecks.isToStop(before)
        && TaskChecks.isToStop(after)
        && after.getTask().getStopCode() == TaskStopCode.TASK_STOP_CODE_SERVICE_SCHEDULER_INITIATED
        && after.getTask().getHealthStatus() != HealthStatus.HEALTH_STATUS_UNHEALTHY) {
      stopped.merge(after.getService(), 1, Integer::sum);
    }
  }

  /**
   * @param state after the decision
   */
  void folded(ClusterState state, Decision decision) {
    started.forEach(name -> state.service(name).ifPresent(record -> most(state, record)));
    stopped.keySet().forEach(name -> state.service(name).ifPresent(record -> least(state, record)));
  }

  private static void most(ClusterState state, ServiceRecord record) {
    Service service = record.getService();
    long all = state.tasksOf(service.getServiceName()).size();
    if (isDaemon(service)) {
      long places =
          state.tasksOf(service.getServiceName()).stream()
              .map(task -> task.getTask().getContainerInstanceArn())
              .distinct()
              .count();
      Violation.unless(
          all == places || service.getDeploymentConfiguration().getMaximumPercent() > 100,
          "the daemon %s has %d tasks on %d instances",
          service.getServiceName(),
          all,
          places);
      return;
    }
    long most =
        (long) service.getDesiredCount()
            * service.getDeploymentConfiguration().getMaximumPercent()
            / 100;
    Violation.unless(
        all <= most,
        "%s started a task and has %d, above its maximum of %d",
        service.getServiceName(),
        all,
        most);
  }

  private void least(ClusterState state, ServiceRecord record) {
    Service service = record.getService();
    if (!service.getStatus().equals("ACTIVE")) {
      return;
    }
    DeploymentConfiguration configuration = service.getDeploymentConfiguration();
    long least =
        ((long) service.getDesiredCount() * configuration.getMinimumHealthyPercent() + 99) / 100;
    long serving =
        state.tasksOf(service.getServiceName()).stream()
            .filter(task -> serves(state, task) && !TaskChecks.isToStop(task))
            .count();
    Violation.unless(
        serving >= least,
        "%s stopped %d tasks and has %d that serve, below its minimum of %d",
        service.getServiceName(),
        stopped.get(service.getServiceName()),
        serving,
        least);
  }

  private static boolean isDaemon(Service service) {
    return service.getSchedulingStrategy() == SchedulingStrategy.SCHEDULING_STRATEGY_DAEMON;
  }

  private static boolean serves(ClusterState state, TaskRecord task) {
    boolean checked =
        state
            .definition(task.getTask().getTaskDefinitionArn())
            .orElseThrow()
            .getDefinition()
            .getContainerDefinitionsList()
            .stream()
            .anyMatch(container -> container.hasHealthCheck());
    return task.getTask().getLastStatus().equals("RUNNING")
        && (!checked || task.getTask().getHealthStatus() == HealthStatus.HEALTH_STATUS_HEALTHY);
  }
}
