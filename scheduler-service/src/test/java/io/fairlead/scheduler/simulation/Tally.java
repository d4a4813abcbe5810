package io.fairlead.scheduler.simulation;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What many worlds came to. May be asked while more are counted. */
final class Tally {
  private static final double HOUR = 3_600_000;
  private static final double NANOS = 1e6;

  /** What was met in worlds of one size, and the time that they took. */
  private static final class Sum {
    private long worlds;
    private long millis;
    private long steps;
    private long changes;
    private long tasks;
    private long nanos;
    private long cpuNanos;

    double speed() {
      return nanos == 0 ? 0 : millis / (nanos / NANOS);
    }

    double speedPerCpu() {
      return cpuNanos == 0 ? 0 : millis / (cpuNanos / NANOS);
    }
  }

  private final Map<WorldSize, Sum> sums = new LinkedHashMap<>();
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private long violations;

  /** A world has come to its end. */
  synchronized void add(WorldSize size, Simulation.Report report) {
    Sum sum = sum(size);
    sum.worlds++;
    sum.millis += report.millis();
    sum.steps += report.steps();
    sum.changes += report.changes();
    sum.tasks += report.tasks();
    report.faults().forEach((fault, n) -> faults.merge(fault, n, Integer::sum));
  }

  /** A world was ended by a violation; the time until then does not count as simulated. */
  synchronized void violated() {
    violations++;
  }

  /** A world has taken so long, whatever it came to. */
  synchronized void took(WorldSize size, long nanos, long cpuNanos) {
    Sum sum = sum(size);
    sum.nanos += nanos;
    sum.cpuNanos += cpuNanos;
  }

  private Sum sum(WorldSize size) {
    return sums.computeIfAbsent(size, _ -> new Sum());
  }

  private Sum all() {
    Sum all = new Sum();
    for (Sum sum : sums.values()) {
      all.worlds += sum.worlds;
      all.millis += sum.millis;
      all.steps += sum.steps;
      all.changes += sum.changes;
      all.nanos += sum.nanos;
      all.cpuNanos += sum.cpuNanos;
    }
    return all;
  }

  synchronized double hours() {
    return all().millis / HOUR;
  }

  synchronized long violations() {
    return violations;
  }

  /** Simulated time to real time, in worlds of a size; empty where none was run. */
  synchronized OptionalDouble speed(WorldSize size) {
    Sum sum = sums.get(size);
    return sum == null ? OptionalDouble.empty() : OptionalDouble.of(sum.speed());
  }

  /** One line. */
  synchronized String progress() {
    Sum all = all();
    return "%.1f h simulated, %d worlds, %d steps, %d violations, %.0f x real time"
        .formatted(all.millis / HOUR, all.worlds, all.steps, violations, all.speed());
  }

  /** All of it. */
  synchronized String summary() {
    StringBuilder text = new StringBuilder();
    sums.forEach((size, sum) -> text.append(line(size, sum)));
    Sum all = all();
    text.append(
        "%.1f simulated hours, %d worlds, %d steps, %d committed changes%n"
            .formatted(all.millis / HOUR, all.worlds, all.steps, all.changes));
    Map<Fault.Kind, Map<Fault, Integer>> byKind = new TreeMap<>();
    faults.forEach(
        (fault, n) -> byKind.computeIfAbsent(fault.kind(), _ -> new TreeMap<>()).put(fault, n));
    byKind.forEach((kind, of) -> text.append("faults %-8s %s%n".formatted(kind, of)));
    return text.append("violations: %d (target 0)%n".formatted(violations)).toString();
  }

  private static String line(WorldSize size, Sum sum) {
    return ("%-6s %6d worlds of %d instances and %d tasks on average: %.1f h;"
            + " %.0f x real time, %.0f x per CPU%n")
        .formatted(
            size.name(),
            sum.worlds,
            size.instances(),
            sum.tasks / Math.max(1, sum.worlds),
            sum.millis / HOUR,
            sum.speed(),
            sum.speedPerCpu());
  }
}
