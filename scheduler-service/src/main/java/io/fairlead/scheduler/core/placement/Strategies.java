package io.fairlead.scheduler.core.placement;

import static io.fairlead.proto.ecs.PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_BINPACK;
import static io.fairlead.proto.ecs.PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_SPREAD;

import io.fairlead.proto.ecs.PlacementStrategy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.ToLongFunction;

/**
 * What placement strategies mean: each keeps those instances that are best by it, the next decides
 * among these. What is still equal after a binpack goes to the first by ARN; otherwise, and where
 * no strategy is stated, to where fewest tasks of the group are, then fewest tasks, then to the
 * first by ARN.
 */
record Strategies(List<PlacementStrategy> strategies, Group group) {

  /**
   * The best of the instances that fit.
   *
   * @param fitting by ARN, at least one
   * @param choice draws a number below its argument
   */
  Place best(List<Place> fitting, IntUnaryOperator choice) {
    List<Place> left = fitting;
    boolean packed = false;
    for (PlacementStrategy strategy : strategies) {
      left = keep(strategy, left, choice);
      packed = isStated(strategy) ? isBinpack(strategy) : packed;
    }
    return packed ? left.getFirst() : lowest(lowest(left, group::on), Place::taskCount).getFirst();
  }

  private List<Place> keep(PlacementStrategy strategy, List<Place> left, IntUnaryOperator choice) {
    return switch (strategy.getType()) {
      case PLACEMENT_STRATEGY_TYPE_BINPACK -> lowest(left, free(strategy.getField()));
      case PLACEMENT_STRATEGY_TYPE_SPREAD -> lowest(left, crowd(strategy));
      case PLACEMENT_STRATEGY_TYPE_RANDOM -> List.of(left.get(choice.applyAsInt(left.size())));
      case PLACEMENT_STRATEGY_TYPE_UNSPECIFIED, UNRECOGNIZED -> left;
    };
  }

  private static List<Place> lowest(List<Place> places, ToLongFunction<Place> measure) {
    long lowest = places.stream().mapToLong(measure).min().orElseThrow();
    return places.stream().filter(each -> measure.applyAsLong(each) == lowest).toList();
  }

  private static ToLongFunction<Place> free(String field) {
    return field.equalsIgnoreCase("cpu")
        ? place -> place.free().cpu()
        : place -> place.free().memory();
  }

  /** How many tasks of the group run wherever the field has the same value. */
  private ToLongFunction<Place> crowd(PlacementStrategy spread) {
    if (isInstanceSpread(spread)) {
      return group::on;
    }
    Map<String, Long> crowds = new HashMap<>();
    group.forEach(
        (place, count) -> crowds.merge(value(spread.getField(), place), (long) count, Long::sum));
    return place -> crowds.getOrDefault(value(spread.getField(), place), 0L);
  }

  /** Whether it is a strategy at all. */
  static boolean isStated(PlacementStrategy strategy) {
    return switch (strategy.getType()) {
      case PLACEMENT_STRATEGY_TYPE_BINPACK,
          PLACEMENT_STRATEGY_TYPE_SPREAD,
          PLACEMENT_STRATEGY_TYPE_RANDOM ->
          true;
      case PLACEMENT_STRATEGY_TYPE_UNSPECIFIED, UNRECOGNIZED -> false;
    };
  }

  static boolean isBinpack(PlacementStrategy strategy) {
    return strategy.getType() == PLACEMENT_STRATEGY_TYPE_BINPACK;
  }

  static boolean isInstanceSpread(PlacementStrategy strategy) {
    return strategy.getType() == PLACEMENT_STRATEGY_TYPE_SPREAD && isInstance(strategy.getField());
  }

  static boolean isAttributeSpread(PlacementStrategy strategy) {
    return strategy.getType() == PLACEMENT_STRATEGY_TYPE_SPREAD && !isInstance(strategy.getField());
  }

  private static boolean isInstance(String field) {
    return field.equalsIgnoreCase("instanceId") || field.equalsIgnoreCase("host");
  }

  /** The value of a spread's field; empty where the instance has none. */
  static String value(String field, Candidate instance) {
    return Subject.named(field).filter(Subject::lasting).stream()
        .flatMap(subject -> subject.values(instance).stream())
        .findFirst()
        .orElse("");
  }

  /** What is wrong with a strategy, in words for the caller; empty where nothing is. */
  static Optional<String> complaint(PlacementStrategy strategy) {
    String field = strategy.getField();
    return switch (strategy.getType()) {
      case PLACEMENT_STRATEGY_TYPE_RANDOM ->
          field.isEmpty()
              ? Optional.empty()
              : Optional.of("placementStrategy: random takes no field.");
      case PLACEMENT_STRATEGY_TYPE_BINPACK ->
          field.equalsIgnoreCase("cpu") || field.equalsIgnoreCase("memory")
              ? Optional.empty()
              : Optional.of("placementStrategy: the field of binpack must be cpu or memory.");
      case PLACEMENT_STRATEGY_TYPE_SPREAD ->
          isInstance(field) || (field.startsWith("attribute:") && field.length() > 10)
              ? Optional.empty()
              : Optional.of(
                  "placementStrategy: the field of spread must be instanceId or attribute:NAME, such"
                      + " as attribute:ecs.availability-zone.");
      case PLACEMENT_STRATEGY_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          Optional.of("placementStrategy: type must be random, spread or binpack.");
    };
  }
}
