package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.ecs.PlacementStrategy;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.ToLongFunction;

/**
 * Chooses among the instances that fit: each strategy keeps those that are best by it, the next
 * decides among these. What is still equal goes where fewest tasks are, then to the first by ARN.
 */
record Strategies(List<PlacementStrategy> strategies, String group) {

  Candidate best(
      List<Candidate> fitting, Collection<? extends Candidate> all, IntUnaryOperator choice) {
    List<Candidate> left = fitting;
    for (PlacementStrategy strategy : strategies) {
      left = keep(strategy, left, all, choice);
    }
    return lowest(lowest(left, instance -> instance.countOf(group)), Candidate::taskCount)
        .getFirst();
  }

  private List<Candidate> keep(
      PlacementStrategy strategy,
      List<Candidate> left,
      Collection<? extends Candidate> all,
      IntUnaryOperator choice) {
    return switch (strategy.getType()) {
      case PLACEMENT_STRATEGY_TYPE_BINPACK -> lowest(left, free(strategy.getField()));
      case PLACEMENT_STRATEGY_TYPE_SPREAD -> lowest(left, crowd(strategy.getField(), all));
      case PLACEMENT_STRATEGY_TYPE_RANDOM -> List.of(left.get(choice.applyAsInt(left.size())));
      case PLACEMENT_STRATEGY_TYPE_UNSPECIFIED, UNRECOGNIZED -> left;
    };
  }

  private static List<Candidate> lowest(
      List<Candidate> instances, ToLongFunction<Candidate> measure) {
    long lowest = instances.stream().mapToLong(measure).min().orElseThrow();
    return instances.stream().filter(each -> measure.applyAsLong(each) == lowest).toList();
  }

  private static ToLongFunction<Candidate> free(String field) {
    return field.toLowerCase(Locale.ROOT).equals("cpu")
        ? instance -> instance.free().cpu()
        : instance -> instance.free().memory();
  }

  /** How many tasks of the group run wherever the field has the same value. */
  private ToLongFunction<Candidate> crowd(String field, Collection<? extends Candidate> all) {
    if (isInstanceId(field)) {
      return instance -> instance.countOf(group);
    }
    Map<String, Long> crowds = new HashMap<>();
    for (Candidate instance : all) {
      crowds.merge(value(field, instance), (long) instance.countOf(group), Long::sum);
    }
    return instance -> crowds.getOrDefault(value(field, instance), 0L);
  }

  private static boolean isInstanceId(String field) {
    return field.equalsIgnoreCase("instanceId") || field.equalsIgnoreCase("host");
  }

  private static String value(String field, Candidate instance) {
    return Subject.named(field).stream()
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
          isInstanceId(field) || (field.startsWith("attribute:") && field.length() > 10)
              ? Optional.empty()
              : Optional.of(
                  "placementStrategy: the field of spread must be instanceId or attribute:NAME, such"
                      + " as attribute:ecs.availability-zone.");
      case PLACEMENT_STRATEGY_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          Optional.of("placementStrategy: type must be random, spread or binpack.");
    };
  }
}
