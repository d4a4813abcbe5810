package io.fairlead.scheduler.core;

import io.fairlead.proto.state.TaskRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * The tasks of a service that have not stopped, by what is to become of them.
 *
 * @param incoming those that are as the service wants them: of the primary deployment, not failing
 *     their health checks, on an instance that stays
 * @param outgoing those to be replaced: of older deployments, failing their health checks, or on an
 *     instance that is drained
 * @param stopping those that have been told to stop
 * @param lingering those of a daemon on a draining instance that others have not left yet
 */
record Roster(
    List<TaskRecord> incoming,
    List<TaskRecord> outgoing,
    List<TaskRecord> stopping,
    List<TaskRecord> lingering) {

  static Roster of(
      Collection<TaskRecord> tasks, String deployment, Reach reach, TaskHealth health) {
    Roster roster =
        new Roster(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (TaskRecord task : tasks) {
      roster.group(task, deployment, reach, health).add(task);
    }
    return roster;
  }

  private List<TaskRecord> group(
      TaskRecord task, String deployment, Reach reach, TaskHealth health) {
    String instance = task.getTask().getContainerInstanceArn();
    if (reach.lingers(instance)) {
      return lingering;
    }
    if (TaskHealth.stopping(task)) {
      return stopping;
    }
    boolean wanted =
        task.getDeploymentId().equals(deployment) && reach.keeps(instance) && !health.fails(task);
    return wanted ? incoming : outgoing;
  }

  /** How many of the tasks that have not been told to stop serve now. */
  int serving(TaskHealth health) {
    return count(incoming, health::serves) + count(outgoing, health::serves);
  }

  /** How many tasks there are against the deployment's maximum. */
  int occupying() {
    return incoming.size() + outgoing.size() + stopping.size();
  }

  /** Whether the service has what it wants, and nothing else. */
  boolean isSteady(int desired, TaskHealth health) {
    return incoming.size() == desired
        && outgoing.isEmpty()
        && stopping.isEmpty()
        && incoming.stream().allMatch(health::serves);
  }

  static int count(List<TaskRecord> tasks, Predicate<TaskRecord> which) {
    return (int) tasks.stream().filter(which).count();
  }
}
