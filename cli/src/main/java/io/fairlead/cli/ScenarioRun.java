package io.fairlead.cli;

import io.fairlead.cli.report.Report;
import io.fairlead.cli.scenario.Places;
import io.fairlead.cli.scenario.PlannedFault;
import io.fairlead.cli.scenario.Scenario;
import io.fairlead.proto.ecs.ContainerInstance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** One run of a scenario: its timeline, and what came of it. */
final class ScenarioRun {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Client client;
  private final Scenario scenario;
  private final long seed;
  private final Clock clock = Clock.systemUTC();
  private final ScenarioServices services;
  private final Instant begin;
  private final FaultBook faults;
  private final LiveLine line = new LiveLine(System.out);
  private final List<Report.Thing> things = new ArrayList<>();
  private final ScenarioWatch watch;
  private final Optional<BackgroundLoad> load;
  private final Optional<Probe> probe;

  /** Something of the timeline. */
  private record Due(Duration at, Runnable what) {}

  /**
   * @param listening whether containers answer, so that it can be asked how available they are
   */
  ScenarioRun(Client client, LabFaults lab, Scenario scenario, long seed, boolean listening) {
    this.client = client;
    this.scenario = scenario;
    this.seed = seed;
    this.services = new ScenarioServices(client, scenario);
    this.begin = clock.instant();
    this.faults = new FaultBook(lab, begin);
    this.watch = new ScenarioWatch(client, new Lookout(client, lab), scenario, begin);
    this.load = scenario.load().map(it -> new BackgroundLoad(client, it, scenario.length(), seed));
    this.probe =
        scenario
            .expect()
            .available()
            .filter(_ -> listening)
            .map(it -> new Probe(client, it, begin, seed));
  }

  /** Heals what the scenario has let begin, as when it is interrupted. */
  void heal() {
    faults.healAll();
  }

  /** Runs it to its end; the services stay where they should be kept. */
  Report run(boolean keep) {
    List<PlannedFault> planned = PlannedFault.draw(scenario, seed, places());
    faults.check(planned, false);
    services.requireNone();
    load.ifPresent(it -> it.services().requireNone());
    try (EventTail tail = EventTail.follow(client, begin, watch::event)) {
      services.create();
      faults.check(planned, true);
      load.ifPresent(it -> it.services().create());
      say("all services run: the timeline begins");
      Instant start = clock.instant();
      load.ifPresent(BackgroundLoad::start);
      play(start, timeline(planned));
      load.ifPresent(BackgroundLoad::stop);
      faults.healAll();
      Instant end = clock.instant();
      say("the timeline is over");
      boolean settled = settle(end);
      return report(settled, Duration.between(end, clock.instant()));
    } finally {
      line.end();
      probe.ifPresent(Probe::close);
      load.ifPresent(BackgroundLoad::stop);
      faults.healAll();
      load.ifPresent(it -> it.services().remove());
      if (!keep) {
        services.remove();
      }
    }
  }

  private Places places() {
    TreeMap<String, String> zones = new TreeMap<>();
    for (ContainerInstance instance : new Instances(client).list()) {
      zones.put(
          Lookout.name(instance),
          Lookout.attribute(instance, "ecs.availability-zone").orElse("none"));
    }
    return new Places(zones);
  }

  private List<Due> timeline(List<PlannedFault> planned) {
    List<Due> timeline = new ArrayList<>();
    for (PlannedFault fault : planned) {
      timeline.add(new Due(fault.at(), () -> begin(fault)));
    }
    for (Scenario.Step step : scenario.steps()) {
      timeline.add(new Due(step.at(), () -> say(services.step(step))));
    }
    timeline.sort(Comparator.comparing(Due::at));
    return timeline;
  }

  /** One that cannot begin, for instance as it is there already, is left out and said so. */
  private void begin(PlannedFault fault) {
    try {
      faults.begin(fault);
      say(fault.words());
    } catch (CommandFailure refused) {
      if (scenario.randomFaults().isEmpty()) {
        throw refused;
      }
      say("no " + fault.words() + ": " + refused.getMessage());
    }
  }

  private void play(Instant start, List<Due> timeline) {
    List<Due> left = new ArrayList<>(timeline);
    Instant end = start.plus(scenario.length());
    while (clock.instant().isBefore(end)) {
      while (!left.isEmpty() && !clock.instant().isBefore(start.plus(left.getFirst().at()))) {
        left.removeFirst().what().run();
      }
      look();
      Instant next = left.isEmpty() ? end : start.plus(left.getFirst().at());
      pause(next);
    }
  }

  private void pause(Instant next) {
    Duration left = Duration.between(clock.instant(), next);
    Duration shorter = left.compareTo(LOOK) < 0 ? left : LOOK;
    Polling.pause(Duration.ofMillis(Math.max(1, shorter.toMillis())));
  }

  /** Until all is as it should be; false when that takes too long. */
  private boolean settle(Instant end) {
    Instant deadline = end.plus(scenario.expect().settledWithin());
    while (true) {
      look();
      boolean healed = faults.healed(clock.instant());
      if (healed && watch.settled()) {
        return true;
      }
      if (clock.instant().isAfter(deadline)) {
        return false;
      }
      pause(deadline);
    }
  }

  private void look() {
    line.show(watch.look(faults.fresh(), this::say));
    probe.ifPresent(it -> it.tasks(watch.tasks()));
    faults.healed(clock.instant());
  }

  private void say(String text) {
    long at = Duration.between(begin, clock.instant()).toMillis();
    things.add(new Report.Thing(at, text));
    line.say(text);
  }

  private Report report(boolean settled, Duration settling) {
    Instant end = clock.instant();
    return new Outcome(
            scenario,
            seed,
            begin,
            end,
            faults.bands(end),
            List.copyOf(things),
            watch.samples(),
            watch.findings(),
            probe.map(Probe::answers).orElse(List.of()),
            load.map(BackgroundLoad::latencies),
            settled ? Optional.of(settling) : Optional.empty())
        .report();
  }
}
