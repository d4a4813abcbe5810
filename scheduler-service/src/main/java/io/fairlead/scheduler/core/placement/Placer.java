package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementStrategy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be said of one request without the index. */
public final class Placer {
  /** As the API bounds them for one call. */
  private static final int MOST_CONSTRAINTS = 10;

  private static final int MOST_STRATEGIES = 5;

  private Placer() {}

  /**
   * What keeps the task from that instance; empty where it fits. Reads the request anew: who holds
   * it against many instances makes a {@link Shape} of it.
   */
  public static Optional<Obstacle> obstacle(Candidate instance, PlacementRequest request) {
    return Shape.of(request).obstacle(instance);
  }

  /** What is wrong with a call's constraints or strategies, in words for the caller. */
  public static Optional<String> complaint(
      List<PlacementConstraint> constraints, List<PlacementStrategy> strategies) {
    if (constraints.size() > MOST_CONSTRAINTS) {
      return Optional.of("placementConstraints: at most " + MOST_CONSTRAINTS + " are allowed.");
    }
    if (strategies.size() > MOST_STRATEGIES) {
      return Optional.of("placementStrategy: at most " + MOST_STRATEGIES + " are allowed.");
    }
    return Stream.concat(
            constraints.stream().map(Constraints::complaint),
            strategies.stream().map(Strategies::complaint))
        .flatMap(Optional::stream)
        .findFirst();
  }
}
