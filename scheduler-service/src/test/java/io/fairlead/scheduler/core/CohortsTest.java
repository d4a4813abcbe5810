package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.Forget;
import io.fairlead.proto.state.TaskRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever changes and is taken back, a service's cohorts are its tasks by what is alike. */
class CohortsTest {
  private static final List<String> STATUSES = List.of("PENDING", "RUNNING", "STOPPED");
  private static final int STEPS = 3_000;

  private final SplittableRandom random = new SplittableRandom(1);
  private final ClusterState state = new ClusterState("c");

  private record Kind(
      String deployment, String definition, String last, String desired, HealthStatus health) {
    static Kind of(TaskRecord record) {
      Task task = record.getTask();
      return new Kind(
          record.getDeploymentId(),
          task.getTaskDefinitionArn(),
          task.getLastStatus(),
          task.getDesiredStatus(),
          task.getHealthStatus());
    }
  }

  @Test
  void theyFollowEachChangeAndEachUndo() {
    Deque<Runnable> undo = new ArrayDeque<>();
    for (int step = 0; step < STEPS; step++) {
      boolean plan = random.nextInt(4) == 0;
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        Runnable back = state.apply(change());
        if (plan) {
          undo.push(back);
        }
      }
      check();
      while (!undo.isEmpty()) {
        undo.pop().run();
      }
      check();
    }
  }

  private Change change() {
    String arn = "arn:aws:ecs:r:1:task/c/%032x".formatted(random.nextInt(60));
    return random.nextInt(5) == 0
        ? Change.newBuilder().setForget(Forget.newBuilder().setTaskArn(arn)).build()
        : Change.newBuilder().setTask(task(arn)).build();
  }

  private TaskRecord task(String arn) {
    int deployment = random.nextInt(3);
    return TaskRecord.newBuilder()
        .setService(random.nextInt(5) == 0 ? "" : "s" + random.nextInt(2))
        .setDeploymentId("d" + deployment)
        .setTask(
            Task.newBuilder()
                .setTaskArn(arn)
                .setTaskDefinitionArn("t:" + deployment / 2)
                .setLastStatus(STATUSES.get(random.nextInt(STATUSES.size())))
                .setDesiredStatus(random.nextBoolean() ? "RUNNING" : "STOPPED")
                .setHealthStatusValue(random.nextInt(3))
                .setContainerInstanceArn("i" + random.nextInt(4)))
        .build();
  }

  private void check() {
    for (String service : List.of("s0", "s1")) {
      List<TaskRecord> expected =
          state.tasks().stream()
              .filter(task -> task.getService().equals(service))
              .filter(task -> !task.getTask().getLastStatus().equals("STOPPED"))
              .toList();
      assertThat(state.tasksOf(service)).containsExactlyElementsOf(expected);
      Map<Kind, List<TaskRecord>> cohorts = new HashMap<>();
      for (Cohort cohort : state.cohortsOf(service)) {
        assertThat(cohort.size()).isPositive();
        assertThat(cohorts.put(Kind.of(cohort.like()), cohort.tasks().toList())).isNull();
      }
      assertThat(cohorts).isEqualTo(expected.stream().collect(Collectors.groupingBy(Kind::of)));
    }
  }
}
