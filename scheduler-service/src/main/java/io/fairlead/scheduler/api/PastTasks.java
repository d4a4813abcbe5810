package io.fairlead.scheduler.api;

import io.fairlead.proto.ecs.DescribeTasksRequest;
import io.fairlead.proto.ecs.DescribeTasksResponse;
import io.fairlead.proto.ecs.Failure;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskField;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.Decision;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tasks that stopped too long ago to be in memory: what the cluster's thread calls missing is
 * looked for in the history.
 *
 * @param history finds a task by its ARN
 */
record PastTasks(Function<String, Optional<TaskRecord>> history) {

  Decision.Reply complete(DescribeTasksRequest request, Decision.Reply reply) {
    return reply instanceof Decision.Done(DescribeTasksResponse response)
            && response.getFailuresCount() > 0
        ? new Decision.Done(completed(request, response))
        : reply;
  }

  private DescribeTasksResponse completed(
      DescribeTasksRequest request, DescribeTasksResponse response) {
    boolean tags = request.getIncludeList().contains(TaskField.TASK_FIELD_TAGS);
    DescribeTasksResponse.Builder completed = response.toBuilder().clearFailures();
    for (Failure failure : response.getFailuresList()) {
      history
          .apply(failure.getArn())
          .map(TaskRecord::getTask)
          .ifPresentOrElse(
              task -> completed.addTasks(view(task, tags)), () -> completed.addFailures(failure));
    }
    return completed.build();
  }

  private static Task view(Task task, boolean tags) {
    return tags ? task : task.toBuilder().clearTags().build();
  }
}
