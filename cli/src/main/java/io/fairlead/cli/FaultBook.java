package io.fairlead.cli;

import io.fairlead.cli.report.FaultBand;
import io.fairlead.cli.scenario.PlannedFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The faults that a scenario lets begin: which there are, and from when to when each was there. */
final class FaultBook {
  private record Entry(
      String number, String fault, String target, Instant begun, Optional<Instant> over) {
    boolean open() {
      return over.isEmpty();
    }
  }

  private final FaultSocket lab;
  private final Instant begin;
  private final List<Entry> entries = new ArrayList<>();
  private int told;

  FaultBook(FaultSocket lab, Instant begin) {
    this.lab = lab;
    this.begin = begin;
  }

  /**
   * Holds planned faults against what the lab can do, before any of them begins.
   *
   * @throws CommandFailure naming the first that cannot be
   */
  void check(List<PlannedFault> planned) {
    planned.stream()
        .map(
            fault ->
                List.of(
                    "check", fault.fault(), fault.target(), fault.value().orElse(FaultSocket.NONE)))
        .distinct()
        .forEach(words -> lab.ask(words.toArray(String[]::new)));
  }

  /** Lets a fault begin. */
  synchronized void begin(PlannedFault fault) {
    String millis =
        fault.duration().map(it -> Long.toString(it.toMillis())).orElse(FaultSocket.NONE);
    List<String> begun =
        lab.ask(
            "inject",
            fault.fault(),
            fault.target(),
            fault.value().orElse(FaultSocket.NONE),
            millis);
    Set<String> lasting = numbers();
    for (String line : begun) {
      String[] words = line.split(" ");
      Instant at = Instant.parse(words[4]);
      entries.add(
          new Entry(
              words[0],
              words[1],
              words[2],
              at,
              lasting.contains(words[0]) ? Optional.empty() : Optional.of(at)));
    }
  }

  private Set<String> numbers() {
    return lab.ask("list").stream().map(line -> line.split(" ")[0]).collect(Collectors.toSet());
  }

  /** Notes which have healed; whether all have. */
  synchronized boolean healed(Instant now) {
    if (entries.stream().noneMatch(Entry::open)) {
      return true;
    }
    Set<String> there = numbers();
    entries.replaceAll(
        it ->
            it.open() && !there.contains(it.number())
                ? new Entry(it.number(), it.fault(), it.target(), it.begun(), Optional.of(now))
                : it);
    return entries.stream().noneMatch(Entry::open);
  }

  /** The instance of a container ({@code i1:3f2a}); all else is what it is. */
  static String harmed(String subject) {
    return subject.split(":", 2)[0];
  }

  /** Whom that harms which has begun since this was last asked; some of it is over at once. */
  synchronized Set<String> fresh() {
    Set<String> targets =
        entries.subList(told, entries.size()).stream()
            .map(it -> harmed(it.target()))
            .collect(Collectors.toSet());
    told = entries.size();
    return targets;
  }

  /** Heals what has not healed by itself. */
  synchronized void healAll() {
    entries.stream().filter(Entry::open).forEach(it -> lab.ask("heal", it.number()));
  }

  synchronized List<FaultBand> bands(Instant end) {
    return entries.stream()
        .map(
            it ->
                new FaultBand(
                    it.fault(), it.target(), millis(it.begun()), millis(it.over().orElse(end))))
        .toList();
  }

  private long millis(Instant at) {
    return Duration.between(begin, at).toMillis();
  }
}
