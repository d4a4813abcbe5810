package io.fairlead.scheduler.core;

import io.fairlead.scheduler.core.placement.Obstacle;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** A refused placement in the API's words. */
record Refusals(SortedMap<Obstacle, Integer> counts) {
  /**
   * Where two reasons are equally frequent, the one that came closest to a placement tells more.
   */
  private static final List<Obstacle> MOST_TELLING =
      List.of(
          Obstacle.CPU,
          Obstacle.MEMORY,
          Obstacle.GPU,
          Obstacle.PORTS,
          Obstacle.DISTINCT_INSTANCE,
          Obstacle.MEMBER_OF,
          Obstacle.ATTRIBUTE,
          Obstacle.AGENT,
          Obstacle.INACTIVE);

  private static final Comparator<Map.Entry<Obstacle, Integer>> WEIGHT =
      Map.Entry.<Obstacle, Integer>comparingByValue()
          .thenComparing(entry -> MOST_TELLING.indexOf(entry.getKey()), Comparator.reverseOrder());

  /** The most frequent reason, e.g. {@code RESOURCE:MEMORY}. */
  String reason() {
    return counts.entrySet().stream()
        .max(WEIGHT)
        .map(entry -> entry.getKey().reason())
        .orElse("RESOURCE");
  }

  /** All reasons with the number of instances that gave them, the most frequent first. */
  String detail() {
    int instances = counts.values().stream().mapToInt(Integer::intValue).sum();
    return counts.entrySet().stream()
        .sorted(WEIGHT.reversed())
        .map(entry -> entry.getKey().reason() + " on " + entry.getValue())
        .collect(
            Collectors.joining(
                ", ", "None of " + instances + " container instance(s) fits: ", "."));
  }
}
