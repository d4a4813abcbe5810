package io.fairlead.cli.checker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds sight after sight against the rules. What a rule forbids may be seen for a while, as a
 * sight's parts are not of one moment; and where there is a fault, or was one a short time ago,
 * most rules wait.
 */
public final class Checker {
  private static final Map<Rule, Duration> TOLERANCES =
      new EnumMap<>(
          Map.of(
              Rule.LOST, Duration.ofSeconds(3),
              Rule.TWICE, Duration.ofSeconds(1),
              Rule.ORPHANED, Duration.ofSeconds(5),
              Rule.VANISHED, Duration.ofSeconds(5),
              Rule.MISTOLD, Duration.ofSeconds(5),
              Rule.OVER_COMMITTED, Duration.ofSeconds(2),
              Rule.BELOW_MINIMUM, Duration.ofSeconds(2),
              // A container has 30 s to stop.
              Rule.UNACKNOWLEDGED, Duration.ofSeconds(45)));

  /** How long after a fault most rules still wait. */
  private final Duration recovery;

  private final Map<String, Instant> troubled = new HashMap<>();
  private final Map<String, Integer> held = new HashMap<>();
  private final Map<String, Instant> since = new HashMap<>();
  private final Map<String, Finding> findings = new HashMap<>();
  private final List<Finding> all = new ArrayList<>();

  public Checker(Duration recovery) {
    this.recovery = recovery;
  }

  /** Takes a sight in; what is found now for the first time. */
  public List<Finding> look(Sight sight) {
    sight.troubled().forEach(name -> troubled.put(name, sight.at()));
    Instant horizon = sight.at().minus(recovery);
    troubled.values().removeIf(last -> last.isBefore(horizon));
    hold(sight.services());
    Set<String> broken = new HashSet<>();
    List<Finding> found = new ArrayList<>();
    for (Breach breach : Rules.broken(sight, held)) {
      String key = breach.rule() + " " + breach.subject();
      if (excused(breach, sight) || !broken.add(key)) {
        continue;
      }
      Instant first = since.computeIfAbsent(key, _ -> sight.at());
      boolean tooLong =
          Duration.between(first, sight.at()).compareTo(tolerance(breach.rule())) >= 0;
      if (tooLong && !findings.containsKey(key)) {
        Finding finding = new Finding(breach.rule(), breach.subject(), first, breach.detail());
        findings.put(key, finding);
        found.add(finding);
      }
    }
    since.keySet().retainAll(broken);
    all.addAll(found);
    return found;
  }

  /** A service that was whole must keep its minimum, until a fault takes tasks from it. */
  private void hold(Collection<Sight.Service> services) {
    for (Sight.Service service : services) {
      if (service.whole()) {
        held.put(service.name(), service.running());
      } else if (!troubled.isEmpty()) {
        held.remove(service.name());
      }
    }
  }

  private boolean excused(Breach breach, Sight sight) {
    return switch (breach.rule()) {
      case TWICE, OVER_COMMITTED -> false;
      case BELOW_MINIMUM -> !troubled.isEmpty();
      case LOST, ORPHANED, VANISHED, MISTOLD, UNACKNOWLEDGED ->
          troubled.keySet().stream().anyMatch(name -> concerns(name, breach, sight));
    };
  }

  /** Whatever is no instance is a part of the control plane, and concerns all. */
  private static boolean concerns(String troubled, Breach breach, Sight sight) {
    return sight.instances().stream()
        .filter(instance -> instance.name().equals(troubled))
        .findFirst()
        .map(instance -> instance.arn().equals(breach.instance()))
        .orElse(true);
  }

  private static Duration tolerance(Rule rule) {
    return TOLERANCES.getOrDefault(rule, Duration.ZERO);
  }

  /** How much did not hold at the last sight, be it for so short a time that it may. */
  public int amiss() {
    return since.size();
  }

  /** All that was found, in order. */
  public List<Finding> findings() {
    return List.copyOf(all);
  }
}
