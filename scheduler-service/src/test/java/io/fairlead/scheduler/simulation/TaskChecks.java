package io.fairlead.scheduler.simulation;

import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.state.TaskRecord;
import java.util.List;
import java.util.Optional;

/** What a task may become, whoever changes it. */
final class TaskChecks {
  private static final List<String> ORDER =
      List.of(
          "PROVISIONING",
          "PENDING",
          "ACTIVATING",
          "RUNNING",
          "DEACTIVATING",
          "STOPPING",
          "DEPROVISIONING",
          "STOPPED");

  private TaskChecks() {}

  static int rank(String status) {
    int rank = ORDER.indexOf(status);
    Violation.unless(rank >= 0, "no status: %s", status);
    return rank;
  }

  static boolean isStopped(TaskRecord task) {
    return task.getTask().getLastStatus().equals("STOPPED");
  }

  static boolean isLive(TaskRecord task) {
    return !isStopped(task);
  }

  static boolean isToStop(TaskRecord task) {
    return task.getTask().getDesiredStatus().equals("STOPPED");
  }

  static void check(Optional<TaskRecord> known, TaskRecord after) {
    Task task = after.getTask();
    String arn = task.getTaskArn();
    if (isStopped(after)) {
      Violation.unless(isToStop(after), "%s has stopped and is to run", arn);
      Violation.unless(
          task.getStopCode() != TaskStopCode.TASK_STOP_CODE_UNSPECIFIED
              && !task.getStoppedReason().isEmpty()
              && task.hasStoppedAt(),
          "%s has stopped without a reason",
          arn);
    }
    if (known.isEmpty()) {
      Violation.unless(task.getLastStatus().equals("PENDING"), "%s begins in the middle", arn);
      Violation.unless(after.getAssignmentVersion() >= 1, "no agent will hear of %s", arn);
      return;
    }
    TaskRecord before = known.get();
    Violation.unless(
        rank(task.getLastStatus()) >= rank(before.getTask().getLastStatus()),
        "%s goes back from %s to %s",
        arn,
        before.getTask().getLastStatus(),
        task.getLastStatus());
    Violation.unless(!isToStop(before) || isToStop(after), "%s was to stop and is to run", arn);
    Violation.unless(
        task.getContainerInstanceArn().equals(before.getTask().getContainerInstanceArn()),
        "%s has moved to another instance",
        arn);
    Violation.unless(
        after.getAssignmentVersion() >= before.getAssignmentVersion(),
        "the version of %s goes back",
        arn);
    Violation.unless(
        isToStop(before) == isToStop(after)
            || isStopped(after)
            || after.getAssignmentVersion() > before.getAssignmentVersion(),
        "no agent will hear that %s is to stop",
        arn);
    Violation.unless(
        task.equals(before.getTask()) || task.getVersion() > before.getTask().getVersion(),
        "%s changes under the same version",
        arn);
    Violation.unless(
        !isStopped(before) || task.equals(before.getTask()), "%s changes after its end", arn);
  }
}
