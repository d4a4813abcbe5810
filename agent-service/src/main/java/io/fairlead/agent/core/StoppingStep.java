package io.fairlead.agent.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The next step of a task that ends: who needs others stops before them; when all have stopped and
 * some time has passed, the containers go.
 */
final class StoppingStep {
  private final TaskSpec wanted;
  private final ObservedTask seen;
  private final StopCause stop;
  private final Alarm alarm;

  StoppingStep(TaskSpec wanted, ObservedTask seen, StopCause stop, Instant now) {
    this.wanted = wanted;
    this.seen = seen;
    this.stop = stop;
    this.alarm = new Alarm(now);
  }

  Action next() {
    boolean stopped = true;
    for (ContainerSpec spec : wanted.containers().reversed()) {
      ObservedContainer container = seen.container(spec.name());
      Action action = stop(spec, container);
      if (action != null) {
        return action;
      }
      stopped &= isStopped(container);
    }
    if (!stopped || alarm.isAhead(TaskReport.stoppedAt(seen, stop).plus(wanted.cleanupWait()))) {
      return new Action.Wait(alarm.at());
    }
    return cleanUp();
  }

  /** Whether nothing of the container is alive or may come alive. */
  static boolean isStopped(ObservedContainer container) {
    return !container.phase().alive() && container.phase() != Phase.CREATING;
  }

  private @Nullable Action stop(ContainerSpec spec, ObservedContainer container) {
    if (container.phase() != Phase.RUNNING || alarm.isAhead(container.retryAt())) {
      return null;
    }
    if (container.doubted()) {
      return new Action.Check(spec.name());
    }
    return isNeeded(spec.name()) ? null : new Action.Stop(spec.name(), spec.stopTimeout());
  }

  private boolean isNeeded(String name) {
    return wanted.containers().stream()
        .filter(other -> other.needs().stream().anyMatch(need -> need.container().equals(name)))
        .anyMatch(other -> !isStopped(seen.container(other.name())));
  }

  private Action cleanUp() {
    boolean clean = true;
    for (ContainerSpec spec : wanted.containers().reversed()) {
      ObservedContainer container = seen.container(spec.name());
      if (container.runtimeId() == null || container.phase() == Phase.REMOVED) {
        continue;
      }
      clean = false;
      if (!container.phase().busy() && !alarm.isAhead(container.retryAt())) {
        return new Action.Remove(spec.name());
      }
    }
    return clean ? new Action.Forget() : new Action.Wait(alarm.at());
  }
}
