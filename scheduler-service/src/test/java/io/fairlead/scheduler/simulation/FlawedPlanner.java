package io.fairlead.scheduler.simulation;

import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.agent.Welcome;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.state.Change;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.core.Rejection;
import io.fairlead.scheduler.shell.Planner;
import java.util.List;
import java.util.Optional;

/** A scheduler with a bug: it hears something else than was said, or decides something else. */
record FlawedPlanner(Planner planner, Defect defect) implements Planner {

  @Override
  public Decision plan(ClusterState state, Input input) {
    Decision decision = planner.plan(state, heard(state, input));
    return switch (defect) {
      case IGNORE_CHANGED_REQUEST -> unlessConflict(state, input, decision);
      case SAME_INSTANCE_EPOCH -> withOldEpoch(decision);
      case KEEP_NO_TOKEN -> without(decision, Change::hasToken);
      case LEASE_WITHOUT_END ->
          input instanceof Input.Tick ? without(decision, Change::hasTask) : decision;
      case NO_REPLACEMENT ->
          input instanceof Input.Observed
              ? without(decision, change -> FlawedChanges.isNew(state, change))
              : decision;
      default -> new FlawedChanges(state, input, defect).of(decision);
    };
  }

  private Input heard(ClusterState state, Input input) {
    return switch (input) {
      case Input.Call(var now, long seed, RunTaskRequest request, var definition)
          when defect == Defect.IGNORE_TOKEN ->
          new Input.Call(now, seed, request.toBuilder().clearClientToken().build(), definition);
      case Input.Observed(var now, long seed, Observation seen)
          when defect == Defect.IGNORE_OBSERVATION_ORDER || defect == Defect.STATUS_GOES_BACK ->
          new Input.Observed(now, seed, newest(state, seen));
      default -> input;
    };
  }

  private static Observation newest(ClusterState state, Observation seen) {
    return state
        .task(seen.getTaskArn())
        .map(
            task ->
                seen.toBuilder()
                    .setEpoch(Math.max(seen.getEpoch(), task.getObservedEpoch()))
                    .setSequence(Math.max(seen.getSequence(), task.getObservedSequence() + 1))
                    .build())
        .orElse(seen);
  }

  private Decision unlessConflict(ClusterState state, Input input, Decision decision) {
    boolean conflict =
        decision.reply() instanceof Decision.Refused(Rejection rejection)
            && rejection.type() == Rejection.Type.CONFLICT;
    return conflict
            && input
                instanceof Input.Call(var now, long seed, RunTaskRequest request, Optional<?> _)
        ? planner.plan(
            state,
            new Input.Call(
                now,
                seed,
                request.toBuilder().clearClientToken().build(),
                ((Input.Call) input).definition()))
        : decision;
  }

  private static Decision withOldEpoch(Decision decision) {
    if (!(decision.reply() instanceof Decision.Done(Welcome welcome)) || welcome.getEpoch() < 2) {
      return decision;
    }
    List<Change> changes =
        decision.changes().stream()
            .map(
                change ->
                    change.hasInstance()
                        ? change.toBuilder()
                            .setInstance(change.getInstance().toBuilder().setEpoch(1))
                            .build()
                        : change)
            .toList();
    return new Decision(changes, new Decision.Done(welcome.toBuilder().setEpoch(1).build()));
  }

  private static Decision without(Decision decision, java.util.function.Predicate<Change> left) {
    return new Decision(
        decision.changes().stream().filter(change -> !left.test(change)).toList(),
        decision.reply());
  }
}
