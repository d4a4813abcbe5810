package io.fairlead.cli;

import io.fairlead.cli.report.FaultBand;
import io.fairlead.cli.scenario.PlannedFault;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.faults.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The faults that a scenario lets begin: which there are, and from when to when each was there. */
final class FaultBook {
  private record Asked(String fault, String target, Optional<String> value) {}

  private record Entry(
      int number, String fault, String target, Instant begun, Optional<Instant> over) {
    boolean open() {
      return over.isEmpty();
    }
  }

  private final LabFaults lab;
  private final Instant begin;
  private final List<Entry> entries = new ArrayList<>();
  private int told;

  FaultBook(LabFaults lab, Instant begin) {
    this.lab = lab;
    this.begin = begin;
  }

  /**
   * Holds planned faults against what the lab can do, before any of them begins.
   *
   * @param ofContainers whether those of containers are meant, which must be there for that
   * @throws CommandFailure naming the first that cannot be
   */
  void check(List<PlannedFault> planned, boolean ofContainers) {
    planned.stream()
        .filter(it -> it.ofContainers() == ofContainers)
        .map(it -> new Asked(it.fault(), it.target(), it.value()))
        .distinct()
        .forEach(it -> lab.check(it.fault(), it.target(), it.value()));
  }

  /** Lets a fault begin. */
  synchronized void begin(PlannedFault fault) {
    List<Fault> begun = lab.inject(fault.fault(), fault.target(), fault.value(), fault.duration());
    for (Fault it : begun) {
      Instant at = ProtoTime.instant(it.getBegunAt());
      entries.add(
          new Entry(
              it.getNumber(),
              it.getFault(),
              it.getTarget(),
              at,
              it.getLasting() ? Optional.empty() : Optional.of(at)));
    }
  }

  /** Notes which have healed; whether all have. */
  synchronized boolean healed(Instant now) {
    if (entries.stream().noneMatch(Entry::open)) {
      return true;
    }
    Set<Integer> there = lab.list().stream().map(Fault::getNumber).collect(Collectors.toSet());
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
    entries.stream().filter(Entry::open).forEach(it -> lab.heal(Optional.of(it.number())));
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
