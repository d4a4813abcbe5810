package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who goes is who would go if each time all that are left were held against one another. */
class SurplusTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final int INSTANCES = 7;

  private final ClusterState state = new ClusterState("c");

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theyGoOneAfterTheOther(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    apply(
        Change.newBuilder()
            .setDefinition(
                TaskDefinitionRecord.newBuilder()
                    .setDefinition(TaskDefinition.newBuilder().setTaskDefinitionArn("t:1"))));
    for (int i = 0; i < INSTANCES; i++) {
      apply(Change.newBuilder().setInstance(instance(i)));
    }
    for (int i = random.nextInt(1, 40); i > 0; i--) {
      apply(Change.newBuilder().setTask(task(i, random)));
    }
    TaskHealth health = new TaskHealth(state, Service.getDefaultInstance(), NOW);
    Reach reach = new Reach.Replicas(0, Set.of(), Set.of());
    Lot tasks = Roster.of(state, "s", "d", reach, health).incoming();
    int count = random.nextInt(45);
    assertThat(Surplus.of(tasks, count, state, health))
        .containsExactlyElementsOf(oneByOne(tasks, count, health));
  }

  private void apply(Change.Builder change) {
    var _ = state.apply(change.build());
  }

  private static InstanceRecord instance(int number) {
    ContainerInstance.Builder instance =
        ContainerInstance.newBuilder()
            .setContainerInstanceArn("i" + number)
            .setStatus("ACTIVE")
            .setAgentConnected(true);
    if (number > 0) {
      instance.addAttributes(
          Attribute.newBuilder().setName("ecs.availability-zone").setValue("z" + number % 3));
    }
    return InstanceRecord.newBuilder().setInstance(instance).setEpoch(1).build();
  }

  private static TaskRecord task(int number, SplittableRandom random) {
    return TaskRecord.newBuilder()
        .setService("s")
        .setDeploymentId("d")
        .setTask(
            Task.newBuilder()
                .setTaskArn("task-" + number)
                .setTaskDefinitionArn("t:1")
                .setContainerInstanceArn("i" + random.nextInt(INSTANCES))
                .setLastStatus(random.nextInt(4) == 0 ? "PENDING" : "RUNNING")
                .setDesiredStatus("RUNNING")
                .setCreatedAt(ProtoTime.of(NOW.minusSeconds(random.nextInt(5)))))
        .build();
  }

  private List<TaskRecord> oneByOne(Lot tasks, int count, TaskHealth health) {
    List<TaskRecord> left = new ArrayList<>(tasks.tasks().toList());
    List<TaskRecord> gone = new ArrayList<>();
    while (gone.size() < count && !left.isEmpty()) {
      TaskRecord next =
          left.stream()
              .min(
                  Comparator.<TaskRecord, Boolean>comparing(health::serves)
                      .thenComparing(task -> -crowd(left, zone(task)))
                      .thenComparing(
                          task -> -left.stream().filter(o -> on(o).equals(on(task))).count())
                      .thenComparing(task -> -task.getTask().getCreatedAt().getSeconds())
                      .thenComparing(task -> task.getTask().getTaskArn()))
              .orElseThrow();
      left.remove(next);
      gone.add(next);
    }
    return gone;
  }

  private long crowd(List<TaskRecord> left, String zone) {
    return left.stream().filter(task -> zone(task).equals(zone)).count();
  }

  private String zone(TaskRecord task) {
    return state.instance(on(task)).orElseThrow().instance().getAttributesList().stream()
        .map(Attribute::getValue)
        .findFirst()
        .orElse("");
  }

  private static String on(TaskRecord task) {
    return task.getTask().getContainerInstanceArn();
  }
}
