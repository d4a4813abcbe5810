package io.fairlead.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerOverride;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TaskOverride;
import org.junit.jupiter.api.Test;

class TaskSpecTest {
  private static Assignment assignment(int number) {
    Assignment.Builder assignment = Assignment.newBuilder();
    assignment
        .setTaskArn("arn:aws:ecs:us-east-1:000000000000:task/default/" + number)
        .setContainerInstanceArn("instance-" + number)
        .setVersion(number)
        .setDesiredStatus("RUNNING")
        .setTaskDefinition(
            TaskDefinition.newBuilder()
                .addContainerDefinitions(ContainerDefinition.newBuilder().setName("app")))
        .setOverrides(
            TaskOverride.newBuilder()
                .addContainerOverrides(ContainerOverride.newBuilder().setName("app").setCpu(7)));
    if (number > 1) {
      assignment.getCreatedAtBuilder().setSeconds(number);
    }
    return assignment.build();
  }

  @Test
  void tasksThatAreAlikeShareAllButWhatIsTheirOwn() {
    Assignment one = TaskSpec.of(assignment(1), World.DEFAULTS).assignment();
    Assignment other = TaskSpec.of(assignment(2), World.DEFAULTS).assignment();
    assertThat(one).isEqualTo(assignment(1));
    assertThat(other).isEqualTo(assignment(2));
    assertThat(other.getTaskDefinition()).isSameAs(one.getTaskDefinition());
    assertThat(other.getOverrides()).isSameAs(one.getOverrides());
  }

  @Test
  void tasksWithOtherOverridesShareTheDefinition() {
    Assignment.Builder changed = assignment(3).toBuilder();
    changed.getOverridesBuilder().getContainerOverridesBuilder(0).setCpu(8);
    Assignment one = TaskSpec.of(assignment(1), World.DEFAULTS).assignment();
    Assignment other = TaskSpec.of(changed.build(), World.DEFAULTS).assignment();
    assertThat(other).isEqualTo(changed.build());
    assertThat(other.getTaskDefinition()).isSameAs(one.getTaskDefinition());
  }
}
