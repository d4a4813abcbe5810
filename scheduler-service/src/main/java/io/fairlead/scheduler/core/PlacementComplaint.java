package io.fairlead.scheduler.core;

import io.fairlead.proto.Arn;
import io.fairlead.scheduler.core.placement.Obstacle;
import io.fairlead.scheduler.core.placement.PlacementRequest;
import io.fairlead.scheduler.core.placement.Shape;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Why a service's task has no place.
 *
 * @param cause what keeps the task from the closest instance, as {@code failures[].reason} has it
 * @param detail the closest instance with its obstacle, and the count of each obstacle
 */
record PlacementComplaint(String cause, String detail) {
  /** From the farthest to the closest: the order in which an instance is looked at. */
  private static final List<Obstacle> NEARING =
      List.of(
          Obstacle.INACTIVE,
          Obstacle.AGENT,
          Obstacle.ATTRIBUTE,
          Obstacle.MEMBER_OF,
          Obstacle.DISTINCT_INSTANCE,
          Obstacle.CPU,
          Obstacle.MEMORY,
          Obstacle.GPU,
          Obstacle.PORTS);

  static PlacementComplaint of(Collection<InstanceState> instances, PlacementRequest request) {
    Map<Obstacle, Integer> counts = new EnumMap<>(Obstacle.class);
    String closest = "";
    Obstacle nearest = Obstacle.INACTIVE;
    Shape shape = Shape.of(request);
    for (InstanceState instance : instances) {
      Obstacle obstacle = shape.obstacle(instance).orElse(null);
      if (obstacle == null || instance.instance().getStatus().equals(Instances.INACTIVE)) {
        continue;
      }
      counts.merge(obstacle, 1, Integer::sum);
      if (closest.isEmpty() || NEARING.indexOf(obstacle) > NEARING.indexOf(nearest)) {
        closest = instance.arn();
        nearest = obstacle;
      }
    }
    return closest.isEmpty()
        ? new PlacementComplaint(
            "NO_INSTANCES", "Reason: No Container Instances were found in your cluster.")
        : new PlacementComplaint(nearest.reason(), detail(closest, nearest, counts));
  }

  private static String detail(String closest, Obstacle nearest, Map<Obstacle, Integer> counts) {
    return "The closest matching (container-instance %s) %s. Refused by reason: %s."
        .formatted(Arn.nameOf(closest), words(nearest), tally(counts));
  }

  private static String tally(Map<Obstacle, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey().reason() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String words(Obstacle obstacle) {
    return switch (obstacle) {
      case INACTIVE -> "is not active";
      case AGENT -> "does not have the agent connected";
      case CPU -> "has insufficient CPU units available";
      case MEMORY -> "has insufficient memory available";
      case GPU -> "has insufficient GPUs available";
      case PORTS -> "is already using a port required by your task";
      case ATTRIBUTE -> "is missing an attribute required by your task";
      case MEMBER_OF, DISTINCT_INSTANCE -> "encountered error \"" + obstacle.reason() + "\"";
    };
  }
}
