package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementStrategy;
import io.fairlead.proto.state.Demand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the place of a task: the best instance by its strategies among all that fit. */
public final class Placer {
  /** As the API bounds them for one call. */
  private static final int MOST_CONSTRAINTS = 10;

  private static final int MOST_STRATEGIES = 5;

  private Placer() {}

  /**
   * Where the task goes.
   *
   * @param choice draws a number below its argument
   */
  public static Placement place(
      Collection<? extends Candidate> instances,
      PlacementRequest request,
      IntUnaryOperator choice) {
    Constraints constraints = Constraints.of(request.constraints());
    List<Candidate> fitting = new ArrayList<>();
    Map<Obstacle, Integer> refusals = new EnumMap<>(Obstacle.class);
    for (Candidate instance : instances) {
      obstacle(instance, request, constraints)
          .ifPresentOrElse(
              obstacle -> refusals.merge(obstacle, 1, Integer::sum), () -> fitting.add(instance));
    }
    return fitting.isEmpty()
        ? new Placement.Unplaced(Collections.unmodifiableSortedMap(new TreeMap<>(refusals)))
        : new Placement.Placed(
            new Strategies(request.strategies(), request.group())
                .best(fitting, instances, choice)
                .instance()
                .getContainerInstanceArn());
  }

  /** What keeps the task from that instance; empty where it fits. */
  public static Optional<Obstacle> obstacle(Candidate instance, PlacementRequest request) {
    return obstacle(instance, request, Constraints.of(request.constraints()));
  }

  private static Optional<Obstacle> obstacle(
      Candidate instance, PlacementRequest request, Constraints constraints) {
    if (!instance.instance().getStatus().equals("ACTIVE")) {
      return Optional.of(Obstacle.INACTIVE);
    }
    if (!instance.instance().getAgentConnected()) {
      return Optional.of(Obstacle.AGENT);
    }
    return missing(instance, request.requiredAttributes())
        .or(() -> constraints.obstacle(instance, request.group()))
        .or(() -> shortage(instance.free(), request.demand()));
  }

  private static Optional<Obstacle> missing(Candidate instance, Set<String> required) {
    if (required.isEmpty()) {
      return Optional.empty();
    }
    Set<String> present =
        instance.instance().getAttributesList().stream()
            .map(attribute -> attribute.getName())
            .collect(Collectors.toSet());
    return present.containsAll(required) ? Optional.empty() : Optional.of(Obstacle.ATTRIBUTE);
  }

  private static Optional<Obstacle> shortage(Capacity free, Demand demand) {
    if (demand.getCpu() > 0 && free.cpu() < demand.getCpu()) {
      return Optional.of(Obstacle.CPU);
    }
    if (demand.getMemory() > 0 && free.memory() < demand.getMemory()) {
      return Optional.of(Obstacle.MEMORY);
    }
    if (demand.getGpus() > 0 && free.gpus() < demand.getGpus()) {
      return Optional.of(Obstacle.GPU);
    }
    return taken(free.tcpPorts(), demand.getTcpPortsList())
            || taken(free.udpPorts(), demand.getUdpPortsList())
        ? Optional.of(Obstacle.PORTS)
        : Optional.empty();
  }

  private static boolean taken(SortedSet<Integer> used, List<Integer> wanted) {
    return wanted.stream().anyMatch(used::contains);
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
