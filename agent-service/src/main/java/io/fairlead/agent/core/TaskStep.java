package io.fairlead.agent.core;

import java.time.Instant;

/**
 * The next step of a task. One call, one step: the caller carries it out, folds the outcome into
 * what it knows and asks again. An action on a container may run on while the next ones are asked
 * for, as long as {@link ObservedTask#begin} was told.
 */
public final class TaskStep {
  private TaskStep() {}

  /** What to do now for a task of which this is wanted and that is known. */
  public static Action next(TaskSpec wanted, ObservedTask seen, Instant now) {
    return new TaskStepper(wanted, seen, now).next();
  }
}
