package io.fairlead.agent.shell;

import io.fairlead.agent.core.Action;
import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.core.ObservedContainer;
import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.Hands;
import io.fairlead.proto.agent.Assignment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container engine with a bound on how much is created and started at once: an engine that gets
 * more than about eight at a time finishes none of them sooner.
 */
final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final ContainerRuntime runtime;
  private final Hands hands;
  private final StartPermits permits;
  private final AgentMetrics meters;

  Engine(ContainerRuntime runtime, Hands hands, int parallelStarts, AgentMetrics meters) {
    this.runtime = runtime;
    this.hands = hands;
    this.permits = new StartPermits(parallelStarts);
    this.meters = meters;
  }

  /** Whether the task's steps take no time. */
  boolean actsAtOnce(Assignment assignment) {
    return runtime.actsAtOnce(assignment);
  }

  /** Carries out a step; blocks until the engine is done. */
  ContainerChange perform(
      Assignment assignment, Action.OnContainer action, ObservedContainer seen) {
    return switch (action) {
      case Action.Create _ -> {
        permits.acquireForCreation();
        yield permitted(assignment, action, seen);
      }
      case Action.Start _ -> {
        permits.acquireForStart();
        yield permitted(assignment, action, seen);
      }
      case Action.Pull _, Action.Stop _, Action.Remove _, Action.Check _ ->
          timed(assignment, action, seen);
    };
  }

  private ContainerChange permitted(
      Assignment assignment, Action.OnContainer action, ObservedContainer seen) {
    try {
      return timed(assignment, action, seen);
    } finally {
      permits.release();
    }
  }

  private ContainerChange timed(
      Assignment assignment, Action.OnContainer action, ObservedContainer seen) {
    return meters.timed(action, () -> hands.perform(assignment, action, seen));
  }

  /** Frees what the engine keeps for a task beside its containers. */
  void forget(Assignment assignment) {
    try {
      runtime.forget(assignment);
    } catch (EngineFailure e) {
      LOG.warn("leftovers stay task={} cause={}", assignment.getTaskArn(), Failures.words(e));
    }
  }
}
