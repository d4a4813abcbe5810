package io.fairlead.scheduler.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecs.DescribeTasksRequest;
import io.fairlead.proto.ecs.DescribeTasksResponse;
import io.fairlead.proto.ecs.Failure;
import io.fairlead.proto.ecs.Tag;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskField;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.Decision;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PastTasksTest {
  private static final Task OLD =
      Task.newBuilder()
          .setTaskArn("old")
          .setLastStatus("STOPPED")
          .addTags(Tag.newBuilder().setKey("k"))
          .build();
  private static final Map<String, TaskRecord> ROWS =
      Map.of("old", TaskRecord.newBuilder().setTask(OLD).build());
  private static final PastTasks PAST = new PastTasks(arn -> Optional.ofNullable(ROWS.get(arn)));
  private static final DescribeTasksResponse FROM_MEMORY =
      DescribeTasksResponse.newBuilder()
          .addTasks(Task.newBuilder().setTaskArn("live"))
          .addFailures(Failure.newBuilder().setArn("old").setReason("MISSING"))
          .addFailures(Failure.newBuilder().setArn("never").setReason("MISSING"))
          .build();

  @Test
  void findsWhatHasLeftMemoryAndLeavesTheRestMissing() {
    assertThat(
            PAST.complete(
                DescribeTasksRequest.newBuilder().addInclude(TaskField.TASK_FIELD_TAGS).build(),
                new Decision.Done(FROM_MEMORY)))
        .isEqualTo(
            new Decision.Done(FROM_MEMORY.toBuilder().addTasks(OLD).removeFailures(0).build()));
  }

  @Test
  void showsTagsOnlyWhereTheyAreAskedFor() {
    assertThat(
            PAST.complete(
                DescribeTasksRequest.getDefaultInstance(), new Decision.Done(FROM_MEMORY)))
        .isEqualTo(
            new Decision.Done(
                FROM_MEMORY.toBuilder()
                    .addTasks(OLD.toBuilder().clearTags())
                    .removeFailures(0)
                    .build()));
  }
}
