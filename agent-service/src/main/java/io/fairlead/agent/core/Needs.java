package io.fairlead.agent.core;

import io.fairlead.proto.ecs.HealthStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether what a container needs of another one is there. */
final class Needs {
  private Needs() {}

  sealed interface Verdict {}

  record Met() implements Verdict {}

  /**
   * Not so far.
   *
   * @param until when waiting ends; null without end
   */
  record NotYet(@Nullable Instant until) implements Verdict {}

  /** Neither now nor later. */
  record Never(String why) implements Verdict {}

  static Verdict verdict(
      ContainerSpec.Need need, ContainerSpec other, ObservedTask seen, Instant now) {
    ObservedContainer container = seen.container(other.name());
    if (container.failure() != null) {
      return new Never("container " + other.name() + ", which it depends on, failed to start");
    }
    boolean over = container.ended() && !other.restarts(container);
    return switch (need.condition()) {
      case CREATED -> container.runtimeId() != null ? new Met() : new NotYet(null);
      case START -> container.hasStarted() ? new Met() : new NotYet(null);
      case COMPLETE -> over ? new Met() : inTime(need, other, container, now);
      case SUCCESS -> over ? success(container, other) : inTime(need, other, container, now);
      case HEALTHY -> {
        if (container.phase() == Phase.RUNNING
            && container.health() == HealthStatus.HEALTH_STATUS_HEALTHY) {
          yield new Met();
        }
        yield over
            ? new Never("container " + other.name() + " exited before it was HEALTHY")
            : inTime(need, other, container, now);
      }
    };
  }

  private static Verdict success(ObservedContainer container, ContainerSpec other) {
    Integer code = container.exitCode();
    return code != null && code == 0
        ? new Met()
        : new Never(
            "container "
                + other.name()
                + " did not end with SUCCESS but with exit code "
                + (code == null ? "unknown" : code));
  }

  /** The other's startTimeout bounds how long one waits for it, counted from its start. */
  private static Verdict inTime(
      ContainerSpec.Need need, ContainerSpec other, ObservedContainer container, Instant now) {
    if (other.startTimeout() == null || container.startedAt() == null) {
      return new NotYet(null);
    }
    Instant until = container.startedAt().plus(other.startTimeout());
    return until.isAfter(now)
        ? new NotYet(until)
        : new Never(
            "container %s did not reach %s within its startTimeout of %d s"
                .formatted(other.name(), need.condition(), other.startTimeout().toSeconds()));
  }
}
