package io.fairlead.scheduler.core;

import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.packed.Packed;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tasks of a service that have not stopped, by what is to become of them. Those of a daemon on
 * a draining instance that others have not left yet are in none of the lots. Made from the counts
 * of what is alike; single tasks are looked at where their instance or the time decides.
 *
 * @param incoming those that are as the service wants them: of the primary deployment, not failing
 *     their health checks, on an instance that stays
 * @param outgoing those to be replaced: of older deployments, failing their health checks, or on an
 *     instance that is drained or silent
 * @param stopping those that have been told to stop
 */
record Roster(Lot incoming, Lot outgoing, Lot stopping) {

  static Roster of(
      ClusterState state, String service, String deployment, Reach reach, TaskHealth health) {
    Roster roster = new Roster(new Lot(health), new Lot(health), new Lot(health));
    for (Cohort cohort : state.cohortsOf(service)) {
      TaskRecord like = cohort.like();
      if (TaskHealth.unhealthy(like) || reach instanceof Reach.Daemon) {
        cohort.tasks().forEach(task -> roster.sort(task, deployment, reach, health));
      } else {
        roster.lot(like, like.getDeploymentId().equals(deployment)).add(cohort);
      }
    }
    if (reach instanceof Reach.Replicas(int _, Set<String> draining, Set<String> silent)) {
      Stream.concat(draining.stream(), silent.stream())
          .distinct()
          .forEach(arn -> roster.leave(state, arn, service, deployment));
    }
    return roster;
  }

  private Lot lot(TaskRecord task, boolean wanted) {
    return TaskHealth.stopping(task) ? stopping : wanted ? incoming : outgoing;
  }

  private void sort(TaskRecord task, String deployment, Reach reach, TaskHealth health) {
    String instance = task.getTask().getContainerInstanceArn();
    boolean wanted =
        task.getDeploymentId().equals(deployment) && reach.keeps(instance) && !health.fails(task);
    if (!reach.lingers(instance)) {
      lot(task, wanted).add(task);
    }
  }

  /** What was counted as incoming, and is on an instance that its tasks leave. */
  private void leave(ClusterState state, String instance, String service, String deployment) {
    List<Packed<TaskRecord>> rows =
        state.instance(instance).stream()
            .flatMap(on -> on.rows().stream())
            .filter(row -> isIncoming(row.shared(), service, deployment))
            .toList();
    for (Packed<TaskRecord> row : rows) {
      TaskRecord task = state.task(row.arn()).orElseThrow();
      incoming.except(task);
      outgoing.add(task);
    }
  }

  private static boolean isIncoming(TaskRecord task, String service, String deployment) {
    return task.getService().equals(service)
        && task.getDeploymentId().equals(deployment)
        && !TaskHealth.stopping(task)
        && !TaskHealth.unhealthy(task);
  }

  /** A task has been told to stop that was among these. */
  void stop(TaskRecord task, Lot from) {
    from.remove(task);
    stopping.add(task);
  }

  /** How many of the tasks that have not been told to stop serve now. */
  int serving() {
    return incoming.serving() + outgoing.serving();
  }

  /** How many tasks there are against the deployment's maximum. */
  int occupying() {
    return incoming.size() + outgoing.size() + stopping.size();
  }

  /** Whether the service has what it wants, and nothing else. */
  boolean isSteady(int desired) {
    return incoming.size() == desired
        && outgoing.size() == 0
        && stopping.size() == 0
        && incoming.allServe();
  }
}
