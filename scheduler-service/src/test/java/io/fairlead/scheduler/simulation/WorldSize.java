package io.fairlead.scheduler.simulation;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How large a world is and how fast it lives.
 *
 * @param name as the command line says it
 * @param machines of each cluster
 * @param cores of each machine, with 2 GiB of memory each
 * @param tasks that the services of each cluster want in all, roughly
 * @param trouble how long faults and calls go on, in milliseconds
 * @param betweenCalls mean time between two calls to a cluster, in milliseconds
 * @param betweenFaults mean time between two faults, in milliseconds
 * @param share of the faults that a seed has
 * @param harshness how likely a fault strikes each single commit, record or call; 1 for often
 */
record WorldSize(
    String name,
    int shards,
    int schedulers,
    int clusters,
    int machines,
    int cores,
    int tasks,
    long trouble,
    long betweenCalls,
    long betweenFaults,
    double share,
    double harshness) {
  private static final long HOUR = 3_600_000;

  /** Small and wild, so that many seeds are quickly tried. */
  static final WorldSize SMALL =
      new WorldSize("small", 2, 2, 2, 3, 2, 16, 150_000L, 4_000, 6_000, 0.4, 1);

  /** Ten instances for a quarter of a day, with quiet between the troubles. */
  static final WorldSize MEDIUM =
      new WorldSize("medium", 2, 2, 2, 5, 4, 40, 6 * HOUR, 60_000, 120_000, 0.4, 0.05);

  /** 100 instances and about 1,000 tasks. */
  static final WorldSize LARGE =
      new WorldSize("large", 4, 3, 4, 25, 8, 420, 12 * HOUR, 180_000, 300_000, 0.4, 0.005);

  private static final List<WorldSize> ALL = List.of(SMALL, MEDIUM, LARGE);

  /** The size of that name. */
  static Optional<WorldSize> named(String name) {
    return ALL.stream().filter(size -> size.name.equals(name)).findFirst();
  }

  /** The size that belongs to a seed: of 100 worlds about 80 are small, 18 medium and 2 large. */
  static WorldSize drawn(long seed) {
    int draw = new SplittableRandom(~seed).nextInt(100);
    return draw < 80 ? SMALL : draw < 98 ? MEDIUM : LARGE;
  }

  /** How many instances the world begins with. */
  int instances() {
    return clusters * machines;
  }
}
