package io.fairlead.lab;

import io.fairlead.agent.runtime.simulated.Habits;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How simulated instances are. Of each list an instance takes one value, in turn by its number.
 *
 * @param cpu CPU units of an instance, 1024 to a core
 * @param memory MiB of an instance
 * @param zones availability zones; those of the region where there are none
 * @param attributes custom attributes by name
 * @param habits what containers do of which their task definition says nothing
 */
record Simulation(
    List<Integer> cpu,
    List<Integer> memory,
    List<String> zones,
    Map<String, List<String>> attributes,
    Habits habits) {
  static final Simulation PLAIN =
      new Simulation(List.of(16_384), List.of(65_536), List.of(), Map.of(), Habits.PLAIN);

  /** The options that {@link #read} takes away. */
  private static final String CPU = "--simulated-cpu";

  private static final String MEMORY = "--simulated-memory";
  private static final String ZONES = "--simulated-zones";
  private static final String ATTRIBUTES = "--simulated-attributes";
  private static final String START = "--simulated-start-ms";
  private static final String FAILURES = "--simulated-failure-rate";
  private static final String CRASHES = "--simulated-crash-rate";

  /**
   * Reads the options that are about simulated instances, and takes them out of the map.
   *
   * @throws IllegalArgumentException saying which of them cannot be used
   */
  static Simulation read(Map<String, String> given) {
    return new Simulation(
        value(given, CPU, PLAIN.cpu, Simulation::amounts),
        value(given, MEMORY, PLAIN.memory, Simulation::amounts),
        value(given, ZONES, PLAIN.zones, text -> List.of(text.split(","))),
        value(given, ATTRIBUTES, PLAIN.attributes, Simulation::attributes),
        habits(given));
  }

  private static Habits habits(Map<String, String> given) {
    List<Duration> start =
        value(given, START, List.of(Duration.ZERO, Duration.ZERO), Simulation::range);
    return new Habits(
        start.getFirst(),
        start.getLast(),
        value(given, FAILURES, 0.0, Simulation::rate),
        value(given, CRASHES, 0.0, Simulation::rate),
        PLAIN.habits.random());
  }

  private static <T> T value(
      Map<String, String> given, String name, T fallback, Function<String, T> read) {
    String text = given.remove(name);
    try {
      return text == null || text.isEmpty() ? fallback : read.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " cannot be " + text, e);
    }
  }

  private static List<Integer> amounts(String text) {
    List<Integer> amounts = Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
    require(amounts.stream().allMatch(amount -> amount > 0));
    return amounts;
  }

  /** {@code name=value|value,...}. */
  private static Map<String, List<String>> attributes(String text) {
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    for (String pair : text.split(",")) {
      String[] parts = pair.split("=", 2);
      require(parts.length == 2 && !parts[0].isEmpty());
      attributes.put(parts[0], List.of(parts[1].split("\\|")));
    }
    return attributes;
  }

  /** {@code 20} or {@code 10-50}. */
  private static List<Duration> range(String text) {
    List<Duration> range =
        Arrays.stream(text.split("-", 2)).map(Long::valueOf).map(Duration::ofMillis).toList();
    require(
        !range.getFirst().isNegative() && !range.getLast().minus(range.getFirst()).isNegative());
    return range;
  }

  private static double rate(String text) {
    double rate = Double.parseDouble(text);
    require(rate >= 0 && rate <= 1);
    return rate;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("out of bounds");
    }
  }

  /** The value for the instance with this number, counted from 1. */
  static <T> T inTurn(List<T> values, int number) {
    return values.get((number - 1) % values.size());
  }
}
