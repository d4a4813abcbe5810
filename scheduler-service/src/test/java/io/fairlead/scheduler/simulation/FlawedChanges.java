package io.fairlead.scheduler.simulation;

import io.fairlead.proto.ecs.DeploymentRolloutState;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.core.InstanceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The changes of a decision with a bug in them. */
record FlawedChanges(ClusterState state, Input input, Defect defect) {

  static boolean isNew(ClusterState state, Change change) {
    return change.hasTask() && state.task(change.getTask().getTask().getTaskArn()).isEmpty();
  }

  Decision of(Decision decision) {
    List<Change> changes = new ArrayList<>();
    for (Change change : decision.changes()) {
      changes.add(change.hasTask() ? task(change.getTask()) : other(change));
      more(change).ifPresent(changes::add);
    }
    return new Decision(changes, decision.reply());
  }

  private Change other(Change change) {
    if (defect != Defect.NEVER_COMPLETE
        || !change.hasService()
        || change.getService().getService().getDeploymentsCount() == 0) {
      return change;
    }
    Change.Builder flawed = change.toBuilder();
    flawed
        .getServiceBuilder()
        .getServiceBuilder()
        .getDeploymentsBuilder(0)
        .setRolloutState(DeploymentRolloutState.DEPLOYMENT_ROLLOUT_STATE_IN_PROGRESS);
    return flawed.build();
  }

  private Change task(TaskRecord record) {
    TaskRecord.Builder task = record.toBuilder();
    if (state.task(record.getTask().getTaskArn()).isEmpty()) {
      made(task);
    } else {
      changed(state.task(record.getTask().getTaskArn()).orElseThrow(), task);
    }
    return change(task);
  }

  private static Change change(TaskRecord.Builder task) {
    return Change.newBuilder().setTask(task).build();
  }

  private void made(TaskRecord.Builder task) {
    switch (defect) {
      case RESERVE_NO_MEMORY -> task.getReservedBuilder().setMemory(0);
      case RESERVE_NO_PORT -> task.getReservedBuilder().clearTcpPorts();
      case PLACE_ANYWHERE -> place(task, _ -> true);
      case PLACE_ON_DRAINING ->
          place(task, instance -> instance.instance().getStatus().equals("DRAINING"));
      case PLACE_ON_DISCONNECTED ->
          place(task, instance -> !instance.instance().getAgentConnected());
      default -> {}
    }
  }

  private void place(TaskRecord.Builder task, Predicate<InstanceState> where) {
    state.instances().stream()
        .filter(where)
        .findFirst()
        .ifPresent(on -> task.getTaskBuilder().setContainerInstanceArn(on.arn()));
  }

  private void changed(TaskRecord before, TaskRecord.Builder record) {
    Task.Builder task = record.getTaskBuilder();
    boolean stops = !TaskChecks.isToStop(before) && task.getDesiredStatus().equals("STOPPED");
    switch (defect) {
      case STATUS_GOES_BACK -> {
        if (input instanceof Input.Observed observed
            && observed.observation().getTaskArn().equals(task.getTaskArn())) {
          task.setLastStatus(observed.observation().getStatus());
        }
      }
      case MOVE_A_TASK -> {
        if (task.getLastStatus().equals("RUNNING")) {
          place(record, _ -> true);
        }
      }
      case DESIRED_GOES_BACK -> {
        if (TaskChecks.isToStop(before) && !task.getLastStatus().equals("STOPPED")) {
          task.setDesiredStatus("RUNNING");
        }
      }
      case STOP_WITHOUT_REASON -> {
        if (input instanceof Input.Tick) {
          task.clearStoppedReason();
        }
      }
      case STOP_WITHOUT_TELLING -> {
        if (stops) {
          record.setAssignmentVersion(before.getAssignmentVersion());
        }
      }
      case VERSION_STANDS_STILL -> task.setVersion(before.getTask().getVersion());
      default -> {}
    }
  }

  /** One task too many is stopped or started. */
  private Optional<Change> more(Change change) {
    if (!change.hasTask() || change.getTask().getService().isEmpty()) {
      return Optional.empty();
    }
    TaskRecord task = change.getTask();
    if (defect == Defect.ABOVE_MAXIMUM && isNew(state, change)) {
      TaskRecord.Builder twin = task.toBuilder();
      twin.getTaskBuilder().setTaskArn(task.getTask().getTaskArn() + "f");
      return Optional.of(change(twin));
    }
    boolean replaced =
        task.getTask().getStopCode() == TaskStopCode.TASK_STOP_CODE_SERVICE_SCHEDULER_INITIATED
            && task.getTask().getLastStatus().equals("RUNNING");
    return defect == Defect.BELOW_MINIMUM && replaced ? another(task) : Optional.empty();
  }

  private Optional<Change> another(TaskRecord task) {
    return state.tasksOf(task.getService()).stream()
        .filter(other -> other.getTask().getLastStatus().equals("RUNNING"))
        .filter(other -> !TaskChecks.isToStop(other))
        .filter(other -> !other.getTask().getTaskArn().equals(task.getTask().getTaskArn()))
        .findFirst()
        .map(
            other -> {
              TaskRecord.Builder stopped = other.toBuilder();
              stopped.setAssignmentVersion(other.getAssignmentVersion() + 1);
              stopped
                  .getTaskBuilder()
                  .setDesiredStatus("STOPPED")
                  .setStopCode(task.getTask().getStopCode())
                  .setStoppedReason(task.getTask().getStoppedReason())
                  .setStoppingAt(task.getTask().getStoppingAt())
                  .setVersion(other.getTask().getVersion() + 1);
              return change(stopped);
            });
  }
}
