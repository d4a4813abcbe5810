package io.fairlead.bench.placement;

import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.PlacementStrategy;
import io.fairlead.proto.ecs.Resource;
import io.fairlead.proto.state.Demand;
import io.fairlead.scheduler.core.placement.Place;
import io.fairlead.scheduler.core.placement.Placement;
import io.fairlead.scheduler.core.placement.PlacementIndex;
import io.fairlead.scheduler.core.placement.PlacementRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** How many equal instances a stream occupies, by who places it. */
final class Packed {
  static final int CPU = 16_384;
  static final int MEMORY = 65_536;

  private Packed() {}

  /** By the scheduler's placement; there are a fifth more instances than the stream needs. */
  static int scheduled(List<Demand> stream, PlacementStrategy strategy) {
    PlacementIndex index = new PlacementIndex();
    long count = Packing.bound(stream) * 6 / 5 + 2;
    for (int i = 0; i < count; i++) {
      index.join(new Place(instance("i-%06d".formatted(i)), Stream::empty));
    }
    Set<String> occupied = new HashSet<>();
    for (Demand demand : stream) {
      PlacementRequest request =
          new PlacementRequest(demand, Set.of(), List.of(), List.of(strategy), "family:task");
      switch (index.place(request, bound -> 0)) {
        case Placement.Placed(Place place) -> {
          place.take(request.group(), demand);
          occupied.add(place.arn());
        }
        case Placement.Unplaced _ -> throw new IllegalStateException("no place for " + demand);
      }
    }
    return occupied.size();
  }

  private static ContainerInstance instance(String arn) {
    return ContainerInstance.newBuilder()
        .setContainerInstanceArn(arn)
        .setStatus("ACTIVE")
        .setAgentConnected(true)
        .addRegisteredResources(Resource.newBuilder().setName("CPU").setIntegerValue(CPU))
        .addRegisteredResources(Resource.newBuilder().setName("MEMORY").setIntegerValue(MEMORY))
        .build();
  }

  /** Where least of both resources together stays free, among the instances that are in use. */
  static int bestFit(List<Demand> stream) {
    List<long[]> free = new ArrayList<>();
    for (Demand demand : stream) {
      long[] best = null;
      double least = Double.MAX_VALUE;
      for (long[] each : free) {
        if (each[0] >= demand.getCpu() && each[1] >= demand.getMemory()) {
          double left =
              (double) (each[0] - demand.getCpu()) / CPU
                  + (double) (each[1] - demand.getMemory()) / MEMORY;
          if (left < least) {
            least = left;
            best = each;
          }
        }
      }
      if (best == null) {
        best = new long[] {CPU, MEMORY};
        free.add(best);
      }
      best[0] -= demand.getCpu();
      best[1] -= demand.getMemory();
    }
    return free.size();
  }
}
