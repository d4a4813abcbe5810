package io.fairlead.agent.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The next step of a task that is to run: the first container that something can be done for. */
final class RunningStep {
  private final TaskSpec wanted;
  private final ObservedTask seen;
  private final Instant now;
  private final Alarm alarm;

  RunningStep(TaskSpec wanted, ObservedTask seen, Instant now) {
    this.wanted = wanted;
    this.seen = seen;
    this.now = now;
    this.alarm = new Alarm(now);
  }

  Action next() {
    for (ContainerSpec spec : wanted.containers()) {
      ObservedContainer container = seen.container(spec.name());
      alarm.isAhead(TaskReport.pullIsLongAt(container));
      Action action = next(spec, container);
      if (action != null) {
        return action;
      }
    }
    return new Action.Wait(alarm.at());
  }

  private @Nullable Action next(ContainerSpec spec, ObservedContainer container) {
    if (container.phase().busy()
        || container.failure() != null
        || alarm.isAhead(container.retryAt())) {
      return null;
    }
    if (container.doubted()) {
      return new Action.Check(spec.name());
    }
    return switch (container.phase()) {
      case ABSENT -> new Action.Pull(spec.name(), spec.image());
      case PULLED -> whenReady(spec, new Action.Create(spec.name()));
      case CREATED -> whenReady(spec, new Action.Start(spec.name()));
      case EXITED -> spec.restarts(container) ? new Action.Start(spec.name()) : null;
      case RUNNING, REMOVED, PULLING, CREATING, STARTING, STOPPING, REMOVING -> null;
    };
  }

  private @Nullable Action whenReady(ContainerSpec spec, Action.OnContainer action) {
    boolean ready = true;
    for (ContainerSpec.Need need : spec.needs()) {
      if (action instanceof Action.Create && need.condition() != ContainerSpec.Condition.CREATED) {
        continue;
      }
      switch (Needs.verdict(need, wanted.container(need.container()), seen, now)) {
        case Needs.Met _ -> {}
        case Needs.Never never -> {
          return new Action.GiveUp(spec.name(), new Failure(Failure.Kind.DEPENDENCY, never.why()));
        }
        case Needs.NotYet notYet -> {
          ready = false;
          alarm.isAhead(notYet.until());
        }
      }
    }
    return ready ? action : null;
  }
}
