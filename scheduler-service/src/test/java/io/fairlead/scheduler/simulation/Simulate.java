package io.fairlead.scheduler.simulation;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs world after world, each from the next seed, until so many hours have been simulated, and
 * prints what was met. What {@code deploy/bench/simulate} runs.
 */
public final class Simulate {
  private static final double TARGET = 1_000;
  private static final double HOUR = 3_600_000;

  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private long worlds;
  private long millis;
  private long steps;
  private long changes;
  private long tasks;
  private long violations;

  private Simulate() {}

  /**
   * {@code --hours H [--seed N] [--check]}, or {@code --replay SEED} for one world; {@code --small}
   * for the small and wild worlds of the tests. Exits 1 after a violation, and with {@code --check}
   * where the target is missed.
   */
  public static void main(String[] args) {
    List<String> given = Arrays.asList(args);
    WorldSize size = given.contains("--small") ? WorldSize.SMALL : WorldSize.LARGE;
    Simulate simulate = new Simulate();
    if (given.contains("--replay")) {
      simulate.run((long) number(given, "--replay", 0), size);
      System.out.println("no violation");
      return;
    }
    boolean fast =
        simulate.runOn(number(given, "--hours", 10), (long) number(given, "--seed", 1), size);
    boolean missed = given.contains("--check") && !fast;
    System.exit(simulate.violations > 0 || missed ? 1 : 0);
  }

  private static double number(List<String> given, String name, double fallback) {
    int at = given.indexOf(name);
    return at < 0 ? fallback : Double.parseDouble(given.get(at + 1));
  }

  private boolean runOn(double hours, long first, WorldSize size) {
    long begun = System.nanoTime();
    for (long seed = first; millis < hours * HOUR; seed++) {
      try {
        run(seed, size);
      } catch (AssertionError e) {
        violations++;
        millis += size.trouble();
        System.out.println(e.getMessage());
      }
      if (worlds % 20 == 0) {
        System.out.printf("%.0f h simulated, %d violations%n", millis / HOUR, violations);
      }
    }
    return print(size, (System.nanoTime() - begun) / 1e6);
  }

  private void run(long seed, WorldSize size) {
    Simulation.Report report = new Simulation(seed, size, null).run();
    worlds++;
    millis += report.millis();
    steps += report.steps();
    changes += report.changes();
    tasks += report.tasks();
    report.faults().forEach((fault, n) -> faults.merge(fault, n, Integer::sum));
  }

  private boolean print(WorldSize size, double tookMillis) {
    double speed = millis / tookMillis;
    double cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6;
    Map<Fault.Kind, Map<Fault, Integer>> byKind = new TreeMap<>();
    faults.forEach(
        (fault, n) -> byKind.computeIfAbsent(fault.kind(), _ -> new TreeMap<>()).put(fault, n));
    System.out.printf(
        "%d worlds of %d instances and %d tasks on average%n",
        worlds, size.clusters() * size.machines(), tasks / Math.max(1, worlds));
    System.out.printf(
        "%.1f simulated hours, %d steps, %d committed changes%n", millis / HOUR, steps, changes);
    byKind.forEach((kind, of) -> System.out.printf("faults %-8s %s%n", kind, of));
    System.out.printf("violations: %d (target 0)%n", violations);
    System.out.printf(
        "speed: %.0f x real time (target %.0f or more); %.0f x per CPU%n",
        speed, TARGET, millis / cpu);
    return speed >= TARGET;
  }
}
