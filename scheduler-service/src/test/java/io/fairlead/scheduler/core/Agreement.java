package io.fairlead.scheduler.core;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Compares the index with the scan in world after world, each from the next seed, until so many
 * decisions have been compared. What {@code deploy/bench/agreement} runs.
 */
public final class Agreement {
  private static final long TELL_EVERY = Duration.ofSeconds(30).toNanos();

  private final long begun = System.nanoTime();
  private long worlds;
  private long decisions;
  private long placed;

  private Agreement() {}

  /**
   * {@code --decisions N [--seed N]}, or {@code --replay SEED} for one world. Exits 1 where both do
   * not agree. Says how far it has come when it is told to end, too.
   */
  public static void main(String[] args) {
    List<String> given = Arrays.asList(args);
    Agreement agreement = new Agreement();
    long replayed = number(given, "--replay", -1);
    if (replayed >= 0) {
      agreement.add((int) replayed);
    } else {
      Runtime.getRuntime().addShutdownHook(new Thread(agreement::print));
      agreement.compare(number(given, "--decisions", 10_000_000), number(given, "--seed", 0));
    }
  }

  private static long number(List<String> given, String name, long fallback) {
    int at = given.indexOf(name);
    if (at >= 0 && at == given.size() - 1) {
      throw new IllegalArgumentException(name + " wants a number");
    }
    return at < 0 ? fallback : Long.parseLong(given.get(at + 1).replace("_", ""));
  }

  private void compare(long wanted, long first) {
    long tellAt = begun + TELL_EVERY;
    for (int seed = Math.toIntExact(first); decisions < wanted; seed++) {
      add(seed);
      if (System.nanoTime() - tellAt >= 0) {
        print();
        tellAt += TELL_EVERY;
      }
    }
  }

  private void add(int seed) {
    PlacementWorld world = new PlacementWorld(seed).run();
    synchronized (this) {
      worlds++;
      decisions += world.decisions();
      placed += world.placed();
    }
  }

  private synchronized void print() {
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf(
        "%d decisions agreed, %d of them found a place; %d clusters, %.0f s, %.0f decisions/s%n",
        decisions, placed, worlds, seconds, decisions / seconds);
  }
}
