package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementStrategy;
import io.fairlead.proto.state.Demand;
import java.util.List;
import java.util.Set;

/**
 * What one task asks of its place.
 *
 * @param demand what it takes from the instance
 * @param requiredAttributes names of attributes (capabilities) that the instance must have
 * @param constraints those of the call or service together with those of the task definition
 * @param strategies in the order in which they decide
 * @param group tasks of the same group count for {@code distinctInstance} and {@code spread}
 */
public record PlacementRequest(
    Demand demand,
    Set<String> requiredAttributes,
    List<PlacementConstraint> constraints,
    List<PlacementStrategy> strategies,
    String group) {

  /** By what tells most requests apart, and is kept by strings and messages. */
  @Override
  public int hashCode() {
    return 31 * group.hashCode() + demand.hashCode();
  }
}
