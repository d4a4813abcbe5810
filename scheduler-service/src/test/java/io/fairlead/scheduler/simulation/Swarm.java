package io.fairlead.scheduler.simulation;

import java.util.EnumMap;
import java.util.Map;

/**
 * Which faults a seed has, how often, and how often they struck. Swarm style: each seed has some of
 * the faults only, as faults hide one another where all strike at once.
 */
final class Swarm {
  private final Dice dice;
  private final Trace trace;
  private final Map<Fault, Double> strength = new EnumMap<>(Fault.class);
  private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
  private final double harshness;
  private boolean over;

  /**
   * @param share of the faults that a seed has; some are calmer and some are wilder
   * @param harshness of those that strike single operations
   */
  Swarm(Dice dice, Trace trace, double share, double harshness) {
    this.harshness = harshness;
    this.dice = dice;
    this.trace = trace;
    double calm = share * (1 + dice.below(4)) / 3;
    for (Fault fault : Fault.values()) {
      if (dice.chance(calm)) {
        strength.put(fault, Math.pow(10, -dice.below(3) / 2.0));
      }
    }
  }

  /** Ends all trouble: from now on the world heals. */
  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  /** How much of the fault this seed has: 0 for none, 1 for the most. */
  double strength(Fault fault) {
    return over ? 0 : strength.getOrDefault(fault, 0.0);
  }

  /** Whether the fault strikes now, where it has its chance at each of many operations. */
  boolean strikes(Fault fault, double probability) {
    if (!dice.chance(probability * harshness * strength(fault))) {
      return false;
    }
    struck(fault);
    return true;
  }

  void struck(Fault fault, Object... details) {
    struck.merge(fault, 1, Integer::sum);
    trace.note("fault " + fault.name(), details);
  }

  Map<Fault, Integer> counts() {
    return struck;
  }
}
