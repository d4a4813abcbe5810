package io.fairlead.bench.placement;

import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.Resource;
import io.fairlead.scheduler.core.placement.Place;
import io.fairlead.scheduler.core.placement.Placement;
import io.fairlead.scheduler.core.placement.PlacementIndex;
import io.fairlead.scheduler.core.placement.PlacementRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A cluster that is filled from empty to nine tenths of its memory, while three tasks stop for
 * every ten that are placed; then all stop, and it begins again.
 */
final class Filling {
  private static final double FULL = 0.9;
  private static final double CHURN = 0.3;

  private final PlacementIndex index = new PlacementIndex();
  private final List<Place> places = new ArrayList<>();
  private final List<PlacementRequest> requests = TaskShapes.requests();
  private final SplittableRandom random = new SplittableRandom(7);
  private final long limit;
  // The tasks that run: where, and of which request. Primitive, so that keeping the books of the
  // benchmark costs next to nothing beside what it measures.
  private final Place[] where;
  private final short[] which;
  private int tasks;
  private long used;
  private long refused;

  Filling(int instances) {
    long memory = 0;
    for (ContainerInstance each : Instances.make(instances, 1)) {
      Place place = new Place(each, Stream::empty);
      places.add(place);
      index.join(place);
      memory += memory(each);
    }
    limit = (long) (memory * FULL);
    where = new Place[instances * 200];
    which = new short[instances * 200];
  }

  private static long memory(ContainerInstance instance) {
    return instance.getRegisteredResourcesList().stream()
        .filter(resource -> resource.getName().equals("MEMORY"))
        .mapToLong(Resource::getIntegerValue)
        .sum();
  }

  /** Places one task, and stops another one now and then. */
  boolean step() {
    if (used >= limit) {
      empty();
    }
    boolean placed = place();
    if (random.nextDouble() < CHURN) {
      stop(random.nextInt(tasks));
    }
    return placed;
  }

  private boolean place() {
    int number = random.nextInt(requests.size());
    PlacementRequest request = requests.get(number);
    return switch (index.place(request, bound -> 0)) {
      case Placement.Placed(Place place) -> {
        place.take(request.group(), request.demand());
        where[tasks] = place;
        which[tasks] = (short) number;
        tasks++;
        used += request.demand().getMemory();
        yield true;
      }
      case Placement.Unplaced _ -> {
        refused++;
        yield false;
      }
    };
  }

  private void stop(int task) {
    PlacementRequest request = requests.get(which[task]);
    where[task].giveBack(request.group(), request.demand());
    used -= request.demand().getMemory();
    tasks--;
    where[task] = where[tasks];
    which[task] = which[tasks];
  }

  /** Stops all. */
  void empty() {
    while (tasks > 0) {
      stop(tasks - 1);
    }
  }

  /** Fills up to the limit once. */
  void fill() {
    empty();
    while (used < limit) {
      step();
    }
  }

  int tasks() {
    return tasks;
  }

  /** How many tasks found no place since the start. */
  long refused() {
    return refused;
  }
}
