package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.Forget;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.placement.PlacementRequest;
import io.fairlead.scheduler.core.placement.ScanningPlacer;
import io.fairlead.scheduler.core.placement.ScanningPlacer.Answer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * A cluster to which everything happens, drawn from a seed, and in which each placement is asked of
 * the index and of the scan.
 */
final class PlacementWorld {
  private final int seed;
  private final SplittableRandom random;
  private final RandomInstances instances;
  private final ClusterState state = new ClusterState("c");
  private final List<PlacementRequest> requests = new ArrayList<>();
  private final int fleet;
  private int names;
  private int decisions;
  private int placed;

  PlacementWorld(int seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.instances = new RandomInstances(random);
    // Most worlds are small, where rules meet; some are large, where orders have many blocks.
    this.fleet = seed % 30 == 7 ? 700 : random.nextInt(1, 30);
    RandomRequests source = new RandomRequests(random, random.nextInt(1, 12));
    for (int i = random.nextInt(1, 160); i > 0; i--) {
      requests.add(source.next());
    }
  }

  PlacementWorld run() {
    while (state.instances().size() < fleet) {
      register();
    }
    while (decisions < (fleet > 100 ? 500 : 2_000)) {
      step();
    }
    return this;
  }

  /** How many placements both agreed on. */
  int decisions() {
    return decisions;
  }

  /** How many of them found a place. */
  int placed() {
    return placed;
  }

  int instances() {
    return fleet;
  }

  private void step() {
    switch (random.nextInt(40)) {
      case 0 -> some(state.instances()).ifPresent(each -> apply(changed(each)));
      case 1 -> plan();
      case 2 -> some(state.instances()).ifPresent(each -> apply(forgotten(each)));
      case 3 -> register();
      case 4, 5, 6, 7, 8, 9, 10, 11, 12 -> some(state.tasks()).ifPresent(this::end);
      case 13, 14 -> some(state.tasks()).ifPresent(this::run);
      default -> decided().ifPresent(this::apply);
    }
  }

  /** Several changes that build on one another, and are all taken back. */
  private void plan() {
    Deque<Runnable> undo = new ArrayDeque<>();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      Optional<Change> change =
          switch (random.nextInt(6)) {
            case 0 -> some(state.instances()).map(PlacementWorld::forgotten);
            case 1 -> Optional.of(changeTo(instances.next("i" + names++)));
            case 2 -> some(state.instances()).map(this::changed);
            default -> decided();
          };
      change.map(state::apply).ifPresent(undo::push);
    }
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }

  private void register() {
    if (state.instances().size() < fleet) {
      // Some come between those that are there, by ARN.
      apply(changeTo(instances.next("i" + random.nextInt(1000) + "-" + names++)));
    }
  }

  private Change changed(InstanceState instance) {
    return changeTo(instances.changed(instance.record()));
  }

  private static Change changeTo(InstanceRecord record) {
    return Change.newBuilder().setInstance(record).build();
  }

  /** Its tasks stay behind, as after a change of the records in an unlucky order. */
  private static Change forgotten(InstanceState instance) {
    return Change.newBuilder()
        .setForget(Forget.newBuilder().setInstanceArn(instance.arn()))
        .build();
  }

  private void end(TaskRecord task) {
    apply(
        Change.newBuilder()
            .setForget(Forget.newBuilder().setTaskArn(task.getTask().getTaskArn()))
            .build());
  }

  private void run(TaskRecord task) {
    TaskRecord.Builder running = task.toBuilder();
    running.getTaskBuilder().setLastStatus("RUNNING");
    apply(Change.newBuilder().setTask(running).build());
  }

  private void apply(Change change) {
    var _ = state.apply(change);
  }

  /** A task at the place on which both agree; empty where both find none. */
  private Optional<Change> decided() {
    PlacementRequest request = requests.get(random.nextInt(requests.size()));
    int draw = random.nextInt(1 << 20);
    IntUnaryOperator choice = bound -> draw % bound;
    Answer expected = ScanningPlacer.place(state.instances(), request, choice);
    Answer actual = Answer.of(state.index().place(request, choice));
    if (!actual.equals(expected)) {
      throw new AssertionError(
          "seed %d, decision %d: %s instead of %s for %s%nSee it again: ./deploy/bench/agreement --replay %d"
              .formatted(seed, decisions, actual, expected, request, seed));
    }
    decisions++;
    placed += actual.arn().isPresent() ? 1 : 0;
    return actual.arn().map(arn -> task(arn, request));
  }

  private Change task(String instance, PlacementRequest request) {
    return Change.newBuilder()
        .setTask(
            TaskRecord.newBuilder()
                .setTask(
                    Task.newBuilder()
                        .setTaskArn("t" + names++)
                        .setGroup(request.group())
                        .setLastStatus("PENDING")
                        .setContainerInstanceArn(instance))
                .setReserved(request.demand()))
        .build();
  }

  private <T> Optional<T> some(Collection<T> all) {
    return all.isEmpty()
        ? Optional.empty()
        : all.stream().skip(random.nextInt(all.size())).findFirst();
  }
}
