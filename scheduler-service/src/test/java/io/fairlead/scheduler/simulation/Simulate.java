package io.fairlead.scheduler.simulation;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongFunction;

/**
 * Runs world after world, each from the next seed, until so many hours have been simulated, and
 * prints what was met. What {@code deploy/bench/simulate} runs.
 */
public final class Simulate {
  private static final double TARGET = 1_000;
  private static final long TELL_EVERY = Duration.ofSeconds(30).toNanos();

  private final Tally tally = new Tally();
  private final LongFunction<WorldSize> sizes;

  private Simulate(LongFunction<WorldSize> sizes) {
    this.sizes = sizes;
  }

  /**
   * {@code --hours H [--seed N] [--check]}, or {@code --replay SEED} for one world. {@code --size
   * small|medium|large} makes all worlds of that size; otherwise each seed has its own. Exits 1
   * after a violation, and with {@code --check} where the target is missed. Says what it has met
   * when it is told to end, too.
   */
  public static void main(String[] args) {
    List<String> given = Arrays.asList(args);
    Simulate simulate = new Simulate(sizes(value(given, "--size", "drawn")));
    String replayed = value(given, "--replay", "");
    if (!replayed.isEmpty()) {
      simulate.run(Long.parseLong(replayed));
      System.out.println("no violation");
      return;
    }
    Thread last = new Thread(simulate::print);
    Runtime.getRuntime().addShutdownHook(last);
    simulate.runOn(
        Double.parseDouble(value(given, "--hours", "10")),
        Long.parseLong(value(given, "--seed", "1")));
    boolean missed = given.contains("--check") && simulate.isSlow();
    System.exit(simulate.tally.violations() > 0 || missed ? 1 : 0);
  }

  private static String value(List<String> given, String name, String fallback) {
    int at = given.indexOf(name);
    if (at >= 0 && at == given.size() - 1) {
      throw new IllegalArgumentException(name + " wants a value");
    }
    return at < 0 ? fallback : given.get(at + 1);
  }

  private static LongFunction<WorldSize> sizes(String name) {
    if (name.equals("drawn")) {
      return WorldSize::drawn;
    }
    WorldSize size =
        WorldSize.named(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException("--size is small, medium or large, not " + name));
    return _ -> size;
  }

  private void runOn(double hours, long first) {
    long tellAt = System.nanoTime() + TELL_EVERY;
    for (long seed = first; tally.hours() < hours; seed++) {
      try {
        run(seed);
      } catch (AssertionError e) {
        tally.violated();
        System.out.println(e.getMessage());
      }
      if (System.nanoTime() - tellAt >= 0) {
        System.out.println(tally.progress());
        tellAt = System.nanoTime() + TELL_EVERY;
      }
    }
  }

  private void run(long seed) {
    WorldSize size = sizes.apply(seed);
    long begun = System.nanoTime();
    long begunCpu = cpu();
    try {
      tally.add(size, new Simulation(seed, size, null).run());
    } finally {
      tally.took(size, System.nanoTime() - begun, cpu() - begunCpu);
    }
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private boolean isSlow() {
    OptionalDouble speed = tally.speed(WorldSize.LARGE);
    return speed.isPresent() && speed.getAsDouble() < TARGET;
  }

  private void print() {
    System.out.print(tally.summary());
    tally
        .speed(WorldSize.LARGE)
        .ifPresent(
            speed ->
                System.out.printf(
                    "speed of the large worlds: %.0f x real time (target %.0f or more)%n",
                    speed, TARGET));
  }
}
