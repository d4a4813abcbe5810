package io.fairlead.bench.placement;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.bench.Verdict;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.Cluster;
import io.fairlead.proto.ecs.Connectivity;
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
import java.lang.ref.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Heap per instance and per task, as the difference after garbage collection: of the whole state of
 * a cluster, whose records were read from bytes as after a change of owner, and of the part of it
 * that placement keeps. So many of them that the few thousand records that are kept whole, in a
 * small cluster as in a large one, count for little.
 */
final class StateMemory {
  private static final int INSTANCES = 10_000;
  private static final int STATE_INSTANCES = 50_000;
  private static final int FEW_INSTANCES = 2_000;
  private static final int TASKS = 200_000;
  private static final int TASKS_A_CALL = 10;
  private static final Scheduler SCHEDULER = new Scheduler(Instances.REALM, Settings.DEFAULTS);
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private StateMemory() {}

  static void measure(Verdict verdict) {
    index(verdict);
    instances(verdict);
    tasks(verdict);
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

  private static void instances(Verdict verdict) {
    ClusterState state = cluster();
    long before = used();
    join(state, STATE_INSTANCES);
    runTasks(state, 0, TASKS_A_CALL);
    verdict.atMost(
        "scheduler's state, an instance", each(before, STATE_INSTANCES, state), 1024, "bytes");
  }

  private static void tasks(Verdict verdict) {
    ClusterState state = cluster();
    join(state, FEW_INSTANCES);
    runTasks(state, 0, TASKS_A_CALL);
    long before = used();
    runTasks(state, TASKS_A_CALL, TASKS);
    if (state.tasks().size() != TASKS_A_CALL + TASKS) {
      throw new IllegalStateException("placed " + state.tasks().size() + " tasks only");
    }
    verdict.atMost("scheduler's state, a task", each(before, TASKS, state), 160, "bytes");
  }

  private static ClusterState cluster() {
    ClusterState state = new ClusterState(Instances.CLUSTER);
    apply(
        state,
        Change.newBuilder()
            .setCluster(
                ClusterRecord.newBuilder()
                    .setCluster(
                        Cluster.newBuilder().setClusterName(Instances.CLUSTER).setStatus("ACTIVE")))
            .build());
    return state;
  }

  private static void join(ClusterState state, int count) {
    for (ContainerInstance each : Instances.make(count, 1)) {
      InstanceRecord record = InstanceRecord.newBuilder().setInstance(each).setEpoch(1).build();
      apply(state, Change.newBuilder().setInstance(record).build());
    }
  }

  /**
   * @param seed of the first call; no two calls have the same
   */
  private static void runTasks(ClusterState state, int seed, int count) {
    RunTaskRequest request =
        RunTaskRequest.newBuilder().setTaskDefinition("web").setCount(TASKS_A_CALL).build();
    for (int task = 0; task < count; task += TASKS_A_CALL) {
      Decision decision =
          SCHEDULER.plan(
              state, new Input.Call(NOW, (long) seed + task, request, Optional.of(definition())));
      decision.changes().forEach(change -> apply(state, heard(change)));
    }
  }

  // More are refused while thousands wait for a first word of their agents.
  private static Change heard(Change change) {
    if (!change.hasTask()) {
      return change;
    }
    Change.Builder heard = change.toBuilder();
    heard
        .getTaskBuilder()
        .getTaskBuilder()
        .setLastStatus("RUNNING")
        .setConnectivity(Connectivity.CONNECTIVITY_CONNECTED)
        .setConnectivityAt(ProtoTime.of(NOW.plusMillis(7)));
    return heard.build();
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
    double bytes = (double) (used() - before) / count;
    Reference.reachabilityFence(held);
    return bytes;
  }

  /** The serial collector leaves some dead objects where they are, but for each fourth time. */
  private static long used() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
