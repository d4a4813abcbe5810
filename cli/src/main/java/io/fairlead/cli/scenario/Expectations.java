package io.fairlead.cli.scenario;

import io.fairlead.cli.checker.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What must come true.
 *
 * @param settledWithin so long after the end all is as it should be
 * @param recoveredWithin so long after a fault is over all services are whole
 * @param never rules that nothing may break
 * @param answered so many per cent of the load's calls
 * @param available how many of the calls to a service's tasks are answered
 */
public record Expectations(
    Duration settledWithin,
    Duration recoveredWithin,
    List<Rule> never,
    Optional<Double> answered,
    Optional<Availability> available) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static final Expectations DEFAULT =
      new Expectations(
          PATIENCE, PATIENCE, List.of(Rule.values()), Optional.empty(), Optional.empty());

  public Expectations {
    settledWithin = Members.or(settledWithin, PATIENCE);
    recoveredWithin = Members.or(recoveredWithin, PATIENCE);
    never = Members.or(never, List.of(Rule.values()));
    answered = Members.or(answered, Optional.empty());
    available = Members.or(available, Optional.empty());
  }

  void check(String path, Scenario scenario) {
    Members.hold(
        answered.isEmpty() || scenario.load().isPresent(), path + "answered", "needs load");
    available.ifPresent(it -> it.check(path + "available.", scenario));
  }

  /**
   * How many of the calls to a service's tasks are answered with status 200.
   *
   * @param atLeast per cent
   */
  public record Availability(String service, String path, Double atLeast) {
    public Availability {
      path = Members.or(path, "/");
    }

    void check(String at, Scenario scenario) {
      Members.require(service, at + "service");
      Members.require(atLeast, at + "atLeast");
      Members.hold(
          scenario.services().stream()
              .anyMatch(it -> it.name().equals(service) && it.port().isPresent()),
          at + "service",
          "names no service that has a port: " + service);
    }
  }
}
