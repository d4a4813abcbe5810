package io.fairlead.bench.placement;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.bench.Verdict;
import io.fairlead.proto.ecs.Cluster;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.ClusterRecord;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.core.Scheduler;
import io.fairlead.scheduler.core.Settings;
import io.fairlead.scheduler.core.placement.Place;
import io.fairlead.scheduler.core.placement.PlacementIndex;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Heap per instance and per task, as the difference after garbage collection: of the whole state of
 * a cluster, whose records were read from bytes as after a change of owner, and of the part of it
 * that placement keeps.
 */
final class StateMemory {
  private static final int INSTANCES = 10_000;
  private static final int TASKS = 100_000;
  private static final int TASKS_A_CALL = 10;
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private StateMemory() {}

  static void measure(Verdict verdict) {
    index(verdict);
    state(verdict);
  }

  private static void index(Verdict verdict) {
    List<ContainerInstance> instances = Instances.make(INSTANCES, 1);
    long before = used();
    PlacementIndex index = new PlacementIndex();
    List<Place> places = new ArrayList<>();
    for (ContainerInstance each : instances) {
      Place place = new Place(each, Stream::empty);
      index.join(place);
      places.add(place);
    }
    // Twice, as what is asked once is not kept.
    for (int round = 0; round < 2; round++) {
      TaskShapes.requests().forEach(request -> index.place(request, bound -> 0));
    }
    verdict.plain("placement alone, an instance", each(before, INSTANCES, places), "bytes");
    Filling filling = new Filling(INSTANCES);
    filling.fill();
    filling.empty();
    long empty = used();
    filling.fill();
    verdict.plain("placement alone, a task", each(empty, filling.tasks(), filling), "bytes");
  }

  private static void state(Verdict verdict) {
    Scheduler scheduler = new Scheduler(Instances.REALM, Settings.DEFAULTS);
    ClusterState state = new ClusterState(Instances.CLUSTER);
    apply(
        state,
        Change.newBuilder()
            .setCluster(
                ClusterRecord.newBuilder()
                    .setCluster(
                        Cluster.newBuilder().setClusterName(Instances.CLUSTER).setStatus("ACTIVE")))
            .build());
    long before = used();
    for (ContainerInstance each : Instances.make(INSTANCES, 1)) {
      InstanceRecord record = InstanceRecord.newBuilder().setInstance(each).setEpoch(1).build();
      apply(state, Change.newBuilder().setInstance(record).build());
    }
    runTasks(scheduler, state, 1);
    verdict.atMost("scheduler's state, an instance", each(before, INSTANCES, state), 1024, "bytes");
    long empty = used();
    for (int seed = 2; state.tasks().size() < TASKS; seed++) {
      runTasks(scheduler, state, seed);
    }
    verdict.atMost("scheduler's state, a task", each(empty, TASKS, state), 160, "bytes");
  }

  private static void runTasks(Scheduler scheduler, ClusterState state, long seed) {
    RunTaskRequest request =
        RunTaskRequest.newBuilder().setTaskDefinition("web").setCount(TASKS_A_CALL).build();
    Decision decision =
        scheduler.plan(state, new Input.Call(NOW, seed, request, Optional.of(definition())));
    decision.changes().forEach(change -> apply(state, change));
  }

  private static TaskDefinitionRecord definition() {
    return TaskDefinitionRecord.newBuilder()
        .setDefinition(
            TaskDefinition.newBuilder()
                .setFamily("web")
                .setRevision(1)
                .setTaskDefinitionArn(Instances.REALM.taskDefinition("web", 1))
                .setStatusValue(1)
                .addContainerDefinitions(
                    ContainerDefinition.newBuilder()
                        .setName("web")
                        .setImage("registry.example/web:1")
                        .setCpu(64)
                        .setMemory(256)))
        .build();
  }

  private static void apply(ClusterState state, Change change) {
    try {
      var _ = state.apply(Change.parseFrom(change.toByteArray()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What each of them takes, while all that is measured is still held. */
  private static double each(long before, int count, Object held) {
    Supplier<Object> holder = () -> held;
    double bytes = (double) (used() - before) / count;
    return holder.get() == null ? 0 : bytes;
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
