package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.Connectivity;
import io.fairlead.proto.ecs.DescribeTasksRequest;
import io.fairlead.proto.ecs.DescribeTasksResponse;
import io.fairlead.proto.ecs.Failure;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskField;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Decision.Reply;
import java.util.List;

/** Tasks as the API shows them. */
record TaskViews(ClusterState state, Identifiers identifiers) {
  private static final int MOST = 100;

  /** With the tags, as the calls that change a task answer. */
  static Task full(TaskRecord task) {
    return task.getTask();
  }

  /** Without the tags, unless they are asked for. */
  static Task view(TaskRecord task, boolean tags) {
    return tags ? task.getTask() : task.getTask().toBuilder().clearTags().build();
  }

  static Failure missing(String arn) {
    return Failure.newBuilder().setArn(arn).setReason("MISSING").build();
  }

  Reply describe(DescribeTasksRequest request) {
    if (request.getTasksCount() == 0) {
      return new Refused(Rejection.invalid("Tasks cannot be empty."));
    }
    if (request.getTasksCount() > MOST) {
      return new Refused(Rejection.invalid("tasks: at most " + MOST + " may be named."));
    }
    boolean tags = request.getIncludeList().contains(TaskField.TASK_FIELD_TAGS);
    return identifiers.tasks(request.getTasksList()).reply(arns -> describe(arns, tags));
  }

  private Reply describe(List<String> arns, boolean tags) {
    DescribeTasksResponse.Builder response = DescribeTasksResponse.newBuilder();
    for (String arn : arns) {
      state
          .task(arn)
          .ifPresentOrElse(
              task -> response.addTasks(view(connectivity(task), tags)),
              () -> response.addFailures(missing(arn)));
    }
    return new Done(response.build());
  }

  /** A task that has been seen is out of sight while its agent is. */
  private TaskRecord connectivity(TaskRecord record) {
    Task task = record.getTask();
    boolean away =
        task.hasConnectivity()
            && !task.getLastStatus().equals(TaskStatus.STOPPED.name())
            && state
                .instance(task.getContainerInstanceArn())
                .filter(instance -> !instance.instance().getAgentConnected())
                .isPresent();
    return away
        ? record.toBuilder()
            .setTask(task.toBuilder().setConnectivity(Connectivity.CONNECTIVITY_DISCONNECTED))
            .build()
        : record;
  }
}
