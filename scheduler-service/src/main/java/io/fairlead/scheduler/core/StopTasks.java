package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.StopTaskRequest;
import io.fairlead.proto.ecs.StopTaskResponse;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Decision.Reply;
import java.util.Optional;

/** StopTask: the task is to stop; that it has stopped its agent will say. */
record StopTasks(Draft draft, Identifiers identifiers) {
  private static final int LONGEST_REASON = 1024;

  Reply stop(StopTaskRequest request) {
    if (request.getReason().length() > LONGEST_REASON) {
      return new Refused(
          Rejection.invalid("reason takes up to " + LONGEST_REASON + " characters."));
    }
    return identifiers
        .task(request.getTask())
        .reply(arn -> stop(draft.state().task(arn), request.getReason()));
  }

  private Reply stop(Optional<TaskRecord> found, String reason) {
    if (found.isEmpty()) {
      return new Refused(Rejection.invalid("The referenced task was not found."));
    }
    TaskRecord before = found.get();
    TaskRecord after =
        TaskEnd.asked(
            before,
            TaskStopCode.TASK_STOP_CODE_USER_INITIATED,
            reason.isEmpty() ? "Task stopped by user" : reason,
            draft.now());
    if (!after.equals(before)) {
      draft.put(after);
    }
    return new Done(StopTaskResponse.newBuilder().setTask(TaskViews.full(after)).build());
  }
}
