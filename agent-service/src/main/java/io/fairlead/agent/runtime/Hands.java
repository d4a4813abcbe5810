package io.fairlead.agent.runtime;

import io.fairlead.agent.config.ImagePullBehavior;
import io.fairlead.agent.core.Action;
import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.core.Failure;
import io.fairlead.agent.core.ObservedContainer;
import io.fairlead.proto.agent.Assignment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Carries out the steps of tasks on an engine. An engine's "no" becomes a change; nothing is thrown
 * but bugs.
 */
public final class Hands {
  /** How long to leave an engine alone that did not do what it should. */
  static final Duration RETRY = Duration.ofSeconds(1);

  private final ContainerRuntime runtime;
  private final ImagePullBehavior pullBehavior;
  private final InstantSource clock;

  public Hands(ContainerRuntime runtime, ImagePullBehavior pullBehavior, InstantSource clock) {
    this.runtime = runtime;
    this.pullBehavior = pullBehavior;
    this.clock = clock;
  }

  /**
   * Carries out a step; blocks until the engine is done.
   *
   * @param seen the container as it was when the step was decided
   */
  public ContainerChange perform(
      Assignment assignment, Action.OnContainer action, ObservedContainer seen) {
    try {
      return attempt(assignment, action, seen);
    } catch (EngineFailure failure) {
      return outcome(action, failure);
    }
  }

  private ContainerChange attempt(
      Assignment assignment, Action.OnContainer action, ObservedContainer seen)
      throws EngineFailure {
    return switch (action) {
      case Action.Pull pull -> runtime.pull(pull.image(), pullBehavior);
      case Action.Create create -> runtime.create(assignment, create.container());
      case Action.Start start -> runtime.start(assignment, start.container(), id(seen));
      case Action.Stop stop -> runtime.stop(id(seen), stop.timeout());
      case Action.Remove _ -> remove(seen);
      case Action.Check _ -> check(seen);
    };
  }

  private ContainerChange remove(ObservedContainer seen) throws EngineFailure {
    runtime.remove(id(seen));
    return new ContainerChange.Removed();
  }

  private ContainerChange check(ObservedContainer seen) throws EngineFailure {
    return runtime
        .inspect(id(seen))
        .<ContainerChange>map(found -> new ContainerChange.Found(found.observed()))
        .orElseGet(() -> new ContainerChange.Exited(null, false, clock.instant()));
  }

  private ContainerChange outcome(Action.OnContainer action, EngineFailure failure) {
    Instant now = clock.instant();
    boolean forGood =
        switch (failure.kind()) {
          case NOT_FOUND, NOT_RUNNING, REFUSED, TIMEOUT -> true;
          case BUSY, UNREACHABLE, INTERRUPTED -> false;
        };
    Failure.Kind kind =
        switch (action) {
          case Action.Pull _ -> Failure.Kind.PULL;
          case Action.Create _ -> Failure.Kind.CREATE;
          case Action.Start _ -> Failure.Kind.START;
          case Action.Stop _, Action.Remove _, Action.Check _ -> null;
        };
    String message = String.valueOf(failure.getMessage());
    if (action instanceof Action.Stop && failure.kind() == EngineFailure.Kind.NOT_FOUND) {
      return new ContainerChange.Exited(null, false, now);
    }
    if (kind == null || !forGood) {
      return new ContainerChange.Deferred(message, now.plus(RETRY));
    }
    boolean late = failure.kind() == EngineFailure.Kind.TIMEOUT;
    return new ContainerChange.Failed(
        new Failure(late ? Failure.Kind.TIMEOUT : kind, message), now);
  }

  private static String id(ObservedContainer seen) {
    return Objects.requireNonNull(seen.runtimeId(), "the container was never created");
  }
}
