package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.ecs.PlacementStrategy;
import io.fairlead.proto.state.Demand;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request read once, so that nothing is parsed when instances are held against it. */
public final class Shape {
  private final PlacementRequest request;
  private final Eligibility eligibility;
  private final List<Expression> changing;
  private final boolean distinct;
  private final boolean simple;
  private final Ranking ranking;

  // What the index found for it last; it keeps that here to have it at hand.
  private @Nullable View view;
  private @Nullable Frontier[] frontiers = {};

  /** The tasks of its group; out of date once there are none of them. */
  private @Nullable Group tasks;

  private Shape(PlacementRequest request) {
    Constraints constraints = Constraints.of(request.constraints());
    Set<Expression> lasting = new LinkedHashSet<>();
    constraints.memberOf().stream().filter(Expression::lasting).forEach(lasting::add);
    this.request = request;
    this.eligibility = new Eligibility(Set.copyOf(request.requiredAttributes()), lasting);
    this.changing =
        constraints.memberOf().stream().filter(expression -> !expression.lasting()).toList();
    this.distinct = constraints.distinctInstance();
    this.simple = changing.isEmpty() && isPlain(request.demand());
    this.ranking = Ranking.of(request.strategies());
  }

  /** Reads a request; constraints that {@link Placer#complaint} refuses admit no instance. */
  public static Shape of(PlacementRequest request) {
    return new Shape(request);
  }

  /** What keeps the task from that instance; empty where it fits. */
  public Optional<Obstacle> obstacle(Candidate instance) {
    return eligibility.obstacle(instance).or(() -> passing(instance));
  }

  /** What keeps the task from an eligible instance for as long as its tasks stay. */
  Optional<Obstacle> passing(Candidate instance) {
    if (!changingHold(instance)) {
      return Optional.of(Obstacle.MEMBER_OF);
    }
    return distinct && instance.countOf(group()) > 0
        ? Optional.of(Obstacle.DISTINCT_INSTANCE)
        : instance.free().shortage(demand());
  }

  boolean changingHold(Candidate instance) {
    for (Expression expression : changing) {
      if (!expression.test(instance)) {
        return false;
      }
    }
    return true;
  }

  /** Whether free CPU and memory are all that decides beside eligibility and distinctness. */
  boolean isSimple() {
    return simple;
  }

  private static boolean isPlain(Demand demand) {
    return demand.getGpus() <= 0
        && demand.getTcpPortsCount() == 0
        && demand.getUdpPortsCount() == 0
        && Math.max(demand.getCpu(), demand.getMemory()) <= Integer.MAX_VALUE;
  }

  Eligibility eligibility() {
    return eligibility;
  }

  boolean distinct() {
    return distinct;
  }

  Demand demand() {
    return request.demand();
  }

  String group() {
    return request.group();
  }

  /** The cells that it may go to, as they were given last, unless they have become others. */
  @Nullable View view() {
    return view == null || view.stale ? null : view;
  }

  void view(View next) {
    view = next;
    frontiers = new Frontier[next.values.length];
  }

  /**
   * What is known of the places of one value of the view; of a task that more decides about than
   * room, nothing is remembered.
   */
  Frontier frontier(int value) {
    Frontier known = frontiers[value];
    if (known == null || !simple) {
      known = new Frontier();
      frontiers[value] = known;
    }
    return known;
  }

  /** The tasks of its group, among all groups of the index that keeps this shape. */
  Group tasks(Groups groups) {
    Group known = tasks;
    if (known == null || known.isEmpty()) {
      known = groups.named(group());
      tasks = known;
    }
    return known;
  }

  Ranking ranking() {
    return ranking;
  }

  List<PlacementStrategy> strategies() {
    return request.strategies();
  }
}
