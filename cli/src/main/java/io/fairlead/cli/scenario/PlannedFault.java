package io.fairlead.cli.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A fault with its moment and its target, as a seed has drawn them. */
public record PlannedFault(
    Duration at, String fault, String target, Optional<Duration> duration, Optional<String> value) {

  private static final Set<String> OVER_AT_ONCE = Set.of("reboot", "oom");

  /** Whether a fault has a duration. */
  private static boolean lasts(String fault) {
    return !fault.endsWith("kill") && !OVER_AT_ONCE.contains(fault);
  }

  /** All faults of a scenario, in order; the same for the same seed and places. */
  public static List<PlannedFault> draw(Scenario scenario, long seed, Places places) {
    Random random = new Random(seed);
    List<PlannedFault> planned = new ArrayList<>();
    for (Scenario.Fault fault : scenario.faults()) {
      planned.add(
          new PlannedFault(
              fault.at().drawn(random),
              fault.fault(),
              places.resolve(fault.target(), random),
              fault.duration().map(it -> it.drawn(random)),
              fault.value()));
    }
    scenario.randomFaults().ifPresent(it -> draw(it, scenario.length(), places, random, planned));
    planned.sort(Comparator.comparing(PlannedFault::at));
    return planned;
  }

  private static void draw(
      Scenario.RandomFaults drawn,
      Duration length,
      Places places,
      Random random,
      List<PlannedFault> planned) {
    Duration at = drawn.every().drawn(random);
    while (at.compareTo(length) < 0) {
      String fault = drawn.of().get(random.nextInt(drawn.of().size()));
      String target = drawn.targets().get(random.nextInt(drawn.targets().size()));
      Duration lasting = drawn.duration().drawn(random);
      planned.add(
          new PlannedFault(
              at,
              fault,
              places.resolve(target, random),
              lasts(fault) ? Optional.of(lasting) : Optional.empty(),
              Optional.empty()));
      at = at.plus(drawn.every().drawn(random));
    }
  }

  /** Whether it is one of containers, which are named by their service or task. */
  public boolean ofContainers() {
    return target.matches("(service|one-of|task):.*");
  }

  /** In words: {@code power-off of i1 for 5s}. */
  public String words() {
    return fault
        + value.map(it -> " " + it).orElse("")
        + " of "
        + target
        + duration.map(it -> " for " + it.toMillis() / 1000.0 + " s").orElse("");
  }
}
