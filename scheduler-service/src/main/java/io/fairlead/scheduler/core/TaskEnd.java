package io.fairlead.scheduler.core;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.state.TaskRecord;
import java.time.Instant;

/** The two ways in which the scheduler ends a task: by asking its agent, or for want of one. */
final class TaskEnd {
  private TaskEnd() {}

  /** Asks the agent to stop the task. One that is to stop already keeps its first reason. */
  static TaskRecord asked(TaskRecord record, TaskStopCode code, String reason, Instant now) {
    if (record.getTask().getDesiredStatus().equals(TaskStatus.STOPPED.name())) {
      return record;
    }
    Task task =
        record.getTask().toBuilder()
            .setDesiredStatus(TaskStatus.STOPPED.name())
            .setStopCode(code)
            .setStoppedReason(reason)
            .setStoppingAt(ProtoTime.of(now))
            .setVersion(record.getTask().getVersion() + 1)
            .build();
    return record.toBuilder()
        .setTask(task)
        .setAssignmentVersion(record.getAssignmentVersion() + 1)
        .build();
  }

  /** Ends the task now, as nobody is left to do so. Its own reason to stop, if any, stays. */
  static TaskRecord declared(TaskRecord record, TaskStopCode code, String reason, Instant now) {
    TaskRecord ending = asked(record, code, reason, now);
    if (ending.getTask().getLastStatus().equals(TaskStatus.STOPPED.name())) {
      return ending;
    }
    Task.Builder task =
        ending.getTask().toBuilder()
            .setLastStatus(TaskStatus.STOPPED.name())
            .setStoppedAt(ProtoTime.of(now))
            .setVersion(record.getTask().getVersion() + 1);
    stopContainers(task);
    return ending.toBuilder().setTask(task).build();
  }

  /** No container of a stopped task runs. */
  static void stopContainers(Task.Builder task) {
    task.getContainersBuilderList().forEach(TaskEnd::stop);
  }

  private static void stop(Container.Builder container) {
    container.setLastStatus(TaskStatus.STOPPED.name());
  }
}
