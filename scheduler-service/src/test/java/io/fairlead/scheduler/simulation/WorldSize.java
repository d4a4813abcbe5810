package io.fairlead.scheduler.simulation;

/**
 * How large a world is and how fast it lives.
 *
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

  /** Small and wild, so that many seeds are quickly tried. */
  static final WorldSize SMALL = new WorldSize(2, 2, 2, 3, 2, 16, 150_000L, 4_000, 6_000, 0.4, 1);

  /** 100 instances and about 1,000 tasks. */
  static final WorldSize LARGE =
      new WorldSize(4, 3, 4, 25, 8, 420, 12 * 3_600_000L, 180_000, 300_000, 0.4, 0.005);
}
