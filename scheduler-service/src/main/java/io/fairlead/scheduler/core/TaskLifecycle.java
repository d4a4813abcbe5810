package io.fairlead.scheduler.core;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.ecs.Connectivity;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Decision.Reply;
import io.fairlead.scheduler.core.Decision.Silent;
import java.time.Instant;
import java.util.Optional;

/**
 * What an observation does to a task. The status only moves forward; an observation that is older
 * than the last one, of an unknown task, or from another instance than the task's does nothing.
 */
final class TaskLifecycle {
  private TaskLifecycle() {}

  static Reply observed(Draft draft, Observation seen) {
    if (TaskStatus.named(seen.getStatus()).isEmpty()) {
      return new Refused(Rejection.invalid("status of an observation: " + seen.getStatus()));
    }
    Optional<TaskRecord> known = draft.state().task(seen.getTaskArn());
    known
        .filter(task -> counts(task, seen))
        .map(task -> after(task, seen, definition(draft, task), draft.now()))
        .ifPresent(draft::put);
    return new Silent();
  }

  private static TaskDefinition definition(Draft draft, TaskRecord task) {
    return draft
        .state()
        .definition(task.getTask().getTaskDefinitionArn())
        .map(TaskDefinitionRecord::getDefinition)
        .orElse(TaskDefinition.getDefaultInstance());
  }

  private static boolean counts(TaskRecord task, Observation seen) {
    return task.getTask().getContainerInstanceArn().equals(seen.getContainerInstanceArn())
        && !task.getTask().getLastStatus().equals(TaskStatus.STOPPED.name())
        && isNewer(task, seen);
  }

  private static boolean isNewer(TaskRecord task, Observation seen) {
    return seen.getEpoch() == task.getObservedEpoch()
        ? seen.getSequence() > task.getObservedSequence()
        : seen.getEpoch() > task.getObservedEpoch();
  }

  /** The task after an observation that counts. */
  static TaskRecord after(
      TaskRecord before, Observation seen, TaskDefinition definition, Instant now) {
    Task.Builder task = before.getTask().toBuilder();
    TaskStatus status =
        TaskStatus.valueOf(task.getLastStatus()).orLater(TaskStatus.valueOf(seen.getStatus()));
    task.setLastStatus(status.name());
    ContainerReports.fold(task, seen, definition);
    connect(task, now);
    copyTimes(task, seen);
    boolean endsByItself = status.ending() && !isToStop(before.getTask());
    if (endsByItself) {
      explainEnd(task, seen);
    }
    if (status.ending() && !task.hasStoppingAt()) {
      task.setStoppingAt(ProtoTime.of(now));
    }
    if (status.compareTo(TaskStatus.RUNNING) == 0 && !task.hasStartedAt()) {
      task.setStartedAt(ProtoTime.of(now));
    }
    if (status == TaskStatus.STOPPED) {
      task.setStoppedAt(ProtoTime.of(now));
      TaskEnd.stopContainers(task);
    }
    TaskRecord.Builder after =
        before.toBuilder()
            .setObservedEpoch(seen.getEpoch())
            .setObservedSequence(seen.getSequence())
            .setReserved(ContainerReports.reserved(before.getReserved(), seen));
    if (endsByItself && status != TaskStatus.STOPPED) {
      after.setAssignmentVersion(before.getAssignmentVersion() + 1);
    }
    if (!task.build().equals(before.getTask())) {
      task.setVersion(before.getTask().getVersion() + 1);
    }
    return after.setTask(task).build();
  }

  private static boolean isToStop(Task task) {
    return task.getDesiredStatus().equals(TaskStatus.STOPPED.name());
  }

  private static void connect(Task.Builder task, Instant now) {
    if (task.getConnectivity() != Connectivity.CONNECTIVITY_CONNECTED) {
      task.setConnectivity(Connectivity.CONNECTIVITY_CONNECTED)
          .setConnectivityAt(ProtoTime.of(now));
    }
  }

  private static void copyTimes(Task.Builder task, Observation seen) {
    if (seen.hasPullStartedAt()) {
      task.setPullStartedAt(seen.getPullStartedAt());
    }
    if (seen.hasPullStoppedAt()) {
      task.setPullStoppedAt(seen.getPullStoppedAt());
    }
    if (seen.hasStartedAt()) {
      task.setStartedAt(seen.getStartedAt());
    }
    if (seen.hasExecutionStoppedAt()) {
      task.setExecutionStoppedAt(seen.getExecutionStoppedAt());
    }
  }

  /** A task that ends unasked ends for the agent's reason; it will not run again. */
  private static void explainEnd(Task.Builder task, Observation seen) {
    boolean ran = task.hasStartedAt();
    task.setDesiredStatus(TaskStatus.STOPPED.name());
    if (seen.getStopCode() != TaskStopCode.TASK_STOP_CODE_UNSPECIFIED) {
      task.setStopCode(seen.getStopCode());
    } else {
      task.setStopCode(
          ran
              ? TaskStopCode.TASK_STOP_CODE_ESSENTIAL_CONTAINER_EXITED
              : TaskStopCode.TASK_STOP_CODE_TASK_FAILED_TO_START);
    }
    if (!seen.getStoppedReason().isEmpty()) {
      task.setStoppedReason(seen.getStoppedReason());
    } else {
      task.setStoppedReason(ran ? "Essential container in task exited" : "Task failed to start");
    }
  }
}
