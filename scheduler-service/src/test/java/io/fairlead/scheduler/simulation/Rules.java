package io.fairlead.scheduler.simulation;

import io.fairlead.agent.core.Action;
import io.fairlead.agent.core.DrivenTask;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.scheduler.core.Scheduler;
import io.fairlead.scheduler.core.Settings;
import io.fairlead.scheduler.shell.Planner;
import java.time.Instant;
import java.util.Set;

/**
 * By what a world's schedulers and agents decide: the product, with a defect where one is planted.
 */
final class Rules {
  private final Set<Defect> defects;
  private final Planner planner;

  Rules(Set<Defect> defects) {
    this.defects = defects;
    this.planner = new Scheduler(World.REALM, Settings.DEFAULTS)::plan;
  }

  boolean has(Defect defect) {
    return defects.contains(defect);
  }

  Planner planner() {
    return planner;
  }

  /** What an agent does next for a task. */
  Action next(DrivenTask task, Instant now) {
    return task.next(now);
  }

  /** The task after the scheduler's word. */
  DrivenTask assigned(DrivenTask task, Assignment assignment) {
    return task.assigned(assignment, AgentProcess.DEFAULTS);
  }
}
