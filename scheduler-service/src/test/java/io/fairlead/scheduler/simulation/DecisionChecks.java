package io.fairlead.scheduler.simulation;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.ecs.DeregisterContainerInstanceRequest;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.StopTaskRequest;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.core.InstanceState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who may change what: each fact has its own actor. */
final class DecisionChecks {
  private final LimitChecks limits = new LimitChecks();

  /**
   * @param state before the decision
   */
  void planned(ClusterState state, Input input, Decision decision) {
    Map<String, TaskRecord> latest = new HashMap<>();
    for (Change change : decision.changes()) {
      if (change.hasTask()) {
        TaskRecord after = change.getTask();
        String arn = after.getTask().getTaskArn();
        Optional<TaskRecord> before =
            latest.containsKey(arn) ? Optional.of(latest.get(arn)) : state.task(arn);
        check(state, input, before, after);
        latest.put(arn, after);
      } else if (change.hasInstance()) {
        check(state, input, change.getInstance());
      }
    }
    limits.planned(state, decision);
  }

  /**
   * @param state after the decision
   */
  void folded(ClusterState state, Decision decision) {
    limits.folded(state, decision);
    for (Change change : decision.changes()) {
      if (change.hasTask()) {
        state
            .instance(change.getTask().getTask().getContainerInstanceArn())
            .ifPresent(ConservationChecks::check);
      }
    }
  }

  private static void check(
      ClusterState state, Input input, Optional<TaskRecord> known, TaskRecord after) {
    String arn = after.getTask().getTaskArn();
    if (known.isEmpty()) {
      boolean called = input instanceof Input.Call call && call.request() instanceof RunTaskRequest;
      Violation.unless(called || !after.getService().isEmpty(), "nobody asked for %s", arn);
      return;
    }
    TaskRecord before = known.get();
    if (!before.getTask().getLastStatus().equals(after.getTask().getLastStatus())) {
      Violation.unless(
          sawIt(input, before, after.getTask()) || declaredIt(state, input, after.getTask()),
          "%s makes %s of %s",
          input.getClass().getSimpleName(),
          after.getTask().getLastStatus(),
          arn);
    }
    if (!TaskChecks.isToStop(before) && TaskChecks.isToStop(after)) {
      Violation.unless(
          mayStop(state, input, before, after),
          "%s stops %s: %s",
          input.getClass().getSimpleName(),
          arn,
          after.getTask().getStoppedReason());
    }
    if (before.getObservedEpoch() != after.getObservedEpoch()
        || before.getObservedSequence() != after.getObservedSequence()) {
      Violation.unless(
          sawIt(input, before, after.getTask()), "%s was folded in from nowhere or late", arn);
    }
  }

  /** An observation that is newer than the last one, by the agent whose task it is. */
  private static boolean sawIt(Input input, TaskRecord before, Task after) {
    if (!(input instanceof Input.Observed observed)) {
      return false;
    }
    Observation seen = observed.observation();
    boolean newer =
        seen.getEpoch() > before.getObservedEpoch()
            || (seen.getEpoch() == before.getObservedEpoch()
                && seen.getSequence() > before.getObservedSequence());
    return newer
        && seen.getTaskArn().equals(after.getTaskArn())
        && seen.getContainerInstanceArn().equals(before.getTask().getContainerInstanceArn());
  }

  /** The end of the lease, or a deregistration by force. */
  private static boolean declaredIt(ClusterState state, Input input, Task after) {
    Optional<InstanceRecord> instance =
        state.instance(after.getContainerInstanceArn()).map(InstanceState::record);
    return after.getLastStatus().equals("STOPPED")
        && switch (input) {
          case Input.Tick tick ->
              instance
                  .filter(InstanceRecord::hasLostAt)
                  .filter(record -> !ProtoTime.instant(record.getLostAt()).isAfter(tick.now()))
                  .isPresent();
          case Input.Call call ->
              call.request() instanceof DeregisterContainerInstanceRequest request
                  && request.getForce();
          case Input.AgentConnected _,
              Input.AgentDisconnected _,
              Input.Observed _,
              Input.Recovered _ ->
              false;
        };
  }

  private static boolean mayStop(
      ClusterState state, Input input, TaskRecord before, TaskRecord after) {
    boolean byService =
        !after.getService().isEmpty()
            && after.getTask().getStopCode()
                == TaskStopCode.TASK_STOP_CODE_SERVICE_SCHEDULER_INITIATED;
    boolean byCall =
        input instanceof Input.Call call
            && call.request() instanceof StopTaskRequest request
            && request.getTask().equals(after.getTask().getTaskArn());
    return byService
        || byCall
        || sawIt(input, before, after.getTask())
        || declaredIt(state, input, after.getTask());
  }

  private static void check(ClusterState state, Input input, InstanceRecord after) {
    String arn = after.getInstance().getContainerInstanceArn();
    long before = state.instance(arn).map(known -> known.record().getEpoch()).orElse(0L);
    Violation.unless(
        after.getEpoch() == before
            || (input instanceof Input.AgentConnected && after.getEpoch() > before),
        "the epoch of %s changes without a session",
        arn);
    boolean connects =
        after.getInstance().getAgentConnected()
            && !state
                .instance(arn)
                .filter(known -> known.instance().getAgentConnected())
                .isPresent();
    Violation.unless(
        !connects || input instanceof Input.AgentConnected, "%s counts as connected", arn);
  }
}
