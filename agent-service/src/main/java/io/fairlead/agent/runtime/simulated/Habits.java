package io.fairlead.agent.runtime.simulated;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What simulated containers do as far as their own {@link Script} says nothing of it.
 *
 * @param shortestStart how long a start takes at least
 * @param longestStart and at most; each between the two is as likely
 * @param failureRate from 0 to 1: which share of starts is refused
 * @param crashRate from 0 to 1: which share of containers ends with code 1 within {@link
 *     #CRASH_WITHIN} of its start
 */
public record Habits(
    Duration shortestStart,
    Duration longestStart,
    double failureRate,
    double crashRate,
    RandomGenerator random) {
  /** At once, and without fail. */
  public static final Habits PLAIN =
      new Habits(Duration.ZERO, Duration.ZERO, 0, 0, RandomGenerator.getDefault());

  static final Duration CRASH_WITHIN = Duration.ofMinutes(1);

  /** A container's labels, filled up with those that make it behave so. */
  Map<String, String> fill(Map<String, String> labels) {
    Map<String, String> drawn = new HashMap<>();
    if (longestStart.isPositive()) {
      drawn.put(Script.PREFIX + "start-time", between(shortestStart, longestStart).toString());
    }
    if (chance(failureRate)) {
      drawn.put(Script.PREFIX + "start-failure", "this start was drawn to fail");
    }
    if (chance(crashRate)) {
      drawn.put(Script.PREFIX + "run-time", between(Duration.ZERO, CRASH_WITHIN).toString());
      drawn.put(Script.PREFIX + "exit-code", "1");
    }
    drawn.putAll(labels);
    return drawn;
  }

  private boolean chance(double rate) {
    return rate > 0 && random.nextDouble() < rate;
  }

  private Duration between(Duration least, Duration most) {
    return least.plusNanos(random.nextLong(most.minus(least).toNanos() + 1));
  }
}
