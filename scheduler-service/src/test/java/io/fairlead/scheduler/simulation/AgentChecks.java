package io.fairlead.scheduler.simulation;

import io.fairlead.agent.core.Action;
import io.fairlead.agent.core.DrivenTask;
import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.proto.Arn;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.state.TaskRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What agents do and say, held against what was decided and against their engines. */
final class AgentChecks {
  private final World world;
  private final Truth truth;
  private final Map<String, String> places = new HashMap<>();

  AgentChecks(World world, Truth truth) {
    this.world = world;
    this.truth = truth;
  }

  void committed(TaskRecord task) {
    places.put(task.getTask().getTaskArn(), task.getTask().getContainerInstanceArn());
  }

  private Optional<TaskRecord> task(String arn) {
    return truth.state(Arn.parse(arn).flatMap(Arn::cluster).orElseThrow()).task(arn);
  }

  /** An agent has heard of a task again. */
  void assigned(DrivenTask before, DrivenTask after) {
    Violation.unless(
        after.wanted().assignment().getVersion() >= before.wanted().assignment().getVersion(),
        "an agent goes back to an older assignment of %s",
        after.wanted().assignment().getTaskArn());
  }

  /** An agent takes a task for an orphan. */
  void abandoned(String instance, String arn) {
    boolean wanted =
        task(arn)
            .filter(task -> !TaskChecks.isToStop(task))
            .filter(task -> task.getTask().getContainerInstanceArn().equals(instance))
            .isPresent();
    Violation.unless(!wanted, "the agent stops %s, which is to run there", arn);
  }

  /** An agent is about to act on a container. */
  void acts(Machine machine, Action.OnContainer action, Assignment assignment) {
    switch (action) {
      case Action.Create _, Action.Start _ ->
          Violation.unless(
              machine.arn().equals(places.get(assignment.getTaskArn())),
              "%s comes to life on %s",
              assignment.getTaskArn(),
              machine.arn());
      case Action.Pull _, Action.Stop _, Action.Remove _, Action.Check _ -> {}
    }
  }

  /** An agent tells of a task. */
  void reports(Machine machine, Observation observation) {
    world.trace().note("observed", observation.getTaskArn(), observation.getStatus());
    if (observation.getStatus().equals("STOPPED")) {
      for (FoundContainer found : machine.containers()) {
        Violation.unless(
            !found.assignment().getTaskArn().equals(observation.getTaskArn())
                || !Machine.isRunning(found),
            "%s counts as stopped, and its container %s runs",
            observation.getTaskArn(),
            found.container());
      }
    }
  }
}
