package io.fairlead.scheduler.simulation;

import io.fairlead.agent.core.Action;
import io.fairlead.agent.core.DrivenTask;
import io.fairlead.agent.core.TaskSpec;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.Observation;
import io.fairlead.scheduler.core.Scheduler;
import io.fairlead.scheduler.core.Settings;
import io.fairlead.scheduler.shell.Planner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * By what a world's schedulers and agents decide: the product, with a defect where one is planted.
 */
final class Rules {
  private final @Nullable Defect defect;
  private final Planner planner;

  Rules(@Nullable Defect defect) {
    this.defect = defect;
    Planner product = new Scheduler(World.REALM, Settings.DEFAULTS)::plan;
    this.planner = defect == null ? product : new FlawedPlanner(product, defect);
  }

  boolean has(Defect which) {
    return defect == which;
  }

  Planner planner() {
    return planner;
  }

  /** What an agent does next for a task. */
  Action next(DrivenTask task, Instant now) {
    Action action = task.next(now);
    if (has(Defect.SAY_STOPPED_TOO_SOON)
        && action instanceof Action.Report(Observation seen)
        && seen.getStatus().equals("STOPPING")) {
      return new Action.Report(seen.toBuilder().setStatus("STOPPED").build());
    }
    if (has(Defect.NEVER_STOP_A_CONTAINER) && action instanceof Action.Stop) {
      return new Action.Wait(null);
    }
    return action;
  }

  /** The task after the scheduler's word. */
  DrivenTask assigned(DrivenTask task, Assignment assignment) {
    return has(Defect.TAKE_OLDER_ASSIGNMENTS)
        ? new DrivenTask(TaskSpec.of(assignment, AgentProcess.DEFAULTS), task.seen(), false)
        : task.assigned(assignment, AgentProcess.DEFAULTS);
  }
}
