package io.fairlead.scheduler.simulation;

import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/** All chance of a world, drawn from its seed. */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** From 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From {@code least} to {@code most}. */
  long between(long least, long most) {
    return least + random.nextLong(most - least + 1);
  }

  /** A waiting time with that mean, in milliseconds, for events that come independently. */
  long exponential(long mean) {
    return (long) (-Math.log(1 - random.nextDouble()) * mean) + 1;
  }

  <T> T pick(Collection<T> from) {
    List<T> all = from instanceof List<T> list ? list : List.copyOf(from);
    return all.get(random.nextInt(all.size()));
  }

  long seed() {
    return random.nextLong();
  }
}
