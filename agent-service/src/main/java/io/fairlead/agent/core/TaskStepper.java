package io.fairlead.agent.core;

import io.fairlead.proto.ecs.TaskStopCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Finds the next step of one task. Deciding that a task ends comes before reporting, so that one
 * report tells both; reporting comes before acting, so that an exit is known while others stop.
 */
final class TaskStepper {
  private final TaskSpec wanted;
  private final ObservedTask seen;
  private final Instant now;

  TaskStepper(TaskSpec wanted, ObservedTask seen, Instant now) {
    this.wanted = wanted;
    this.seen = seen;
    this.now = now;
  }

  Action next() {
    StopCause cause = seen.stop() == null ? cause() : null;
    if (cause != null) {
      return new Action.Halt(cause);
    }
    if (TaskReport.isNews(wanted, seen, now)) {
      return new Action.Report(TaskReport.of(wanted, seen, now));
    }
    return seen.stop() == null
        ? new RunningStep(wanted, seen, now).next()
        : new StoppingStep(wanted, seen, seen.stop(), now).next();
  }

  private @Nullable StopCause cause() {
    if (wanted.stopWanted()) {
      return stop(TaskStopCode.TASK_STOP_CODE_UNSPECIFIED, wanted.assignment().getStoppedReason());
    }
    if (wanted.refusal() != null) {
      return stop(TaskStopCode.TASK_STOP_CODE_TASK_FAILED_TO_START, wanted.refusal());
    }
    Failure failure = essentialFailure();
    if (failure != null) {
      return stop(TaskStopCode.TASK_STOP_CODE_TASK_FAILED_TO_START, failure.reason());
    }
    if (hasEnded()) {
      return stop(
          TaskStopCode.TASK_STOP_CODE_ESSENTIAL_CONTAINER_EXITED,
          "Essential container in task exited");
    }
    return null;
  }

  private StopCause stop(TaskStopCode code, String reason) {
    return new StopCause(code, reason, now);
  }

  private @Nullable Failure essentialFailure() {
    for (ContainerSpec spec : wanted.containers()) {
      Failure failure = seen.container(spec.name()).failure();
      if (spec.essential() && failure != null) {
        return failure;
      }
    }
    return null;
  }

  /** One essential container for good, or every container: a task without life has ended. */
  private boolean hasEnded() {
    boolean all = true;
    for (ContainerSpec spec : wanted.containers()) {
      ObservedContainer container = seen.container(spec.name());
      boolean ended = container.ended() && !spec.restarts(container);
      if (ended && spec.essential()) {
        return true;
      }
      all &= ended;
    }
    return all;
  }
}
