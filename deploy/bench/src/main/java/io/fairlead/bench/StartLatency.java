package io.fairlead.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What Fairlead adds to the engine's own time. One task after another, each beside the same
 * container made by hand; then many at once, beside the engine's own rate at 8 in parallel.
 */
public final class StartLatency {
  private static final int WARM_UP = 3;
  private static final int PAIRS = 31;
  private static final int AT_ONCE = 60;
  private static final int PARALLEL = 8;
  private static final int ROUNDS = 5;
  private static final int MOST_A_CALL = 10;
  private static final String FAMILY = "bench-start-latency";

  private final PlainEngine engine;
  private final Cluster cluster;
  private final Verdict verdict = new Verdict();

  private StartLatency(PlainEngine engine, Cluster cluster) {
    this.engine = engine;
    this.cluster = cluster;
  }

  /** Takes {@code --check}; needs FAIRLEAD_BENCH_IMAGE, an image that has sleep. */
  public static void main(String[] arguments) throws Exception {
    String image = Cluster.required("FAIRLEAD_BENCH_IMAGE");
    try (PlainEngine engine = PlainEngine.open(image);
        Cluster cluster = Cluster.open()) {
      cluster.register(FAMILY, image);
      StartLatency bench = new StartLatency(engine, cluster);
      bench.oneByOne();
      bench.manyAtOnce();
      System.exit(bench.verdict.exitCode(arguments));
    }
  }

  private void oneByOne() throws InterruptedException {
    List<Double> plain = new ArrayList<>();
    List<Double> task = new ArrayList<>();
    List<Double> extra = new ArrayList<>();
    for (int i = 0; i < WARM_UP + PAIRS; i++) {
      double byHand = plainMillis();
      double byTask = taskMillis();
      if (i >= WARM_UP) {
        plain.add(byHand);
        task.add(byTask);
        extra.add(byTask - byHand);
      }
    }
    verdict.plain("engine create+start, median of " + PAIRS, Verdict.median(plain), "ms");
    verdict.plain("RunTask to RUNNING, median of " + PAIRS, Verdict.median(task), "ms");
    verdict.atMost("extra of Fairlead, median of the pairs", Verdict.median(extra), 15, "ms");
  }

  private double plainMillis() {
    long start = System.nanoTime();
    engine.start();
    double millis = (System.nanoTime() - start) / 1e6;
    engine.removeAll();
    return millis;
  }

  private double taskMillis() throws InterruptedException {
    long start = System.nanoTime();
    List<String> tasks = cluster.run(FAMILY, 1);
    cluster.await(tasks, "RUNNING");
    double millis = (System.nanoTime() - start) / 1e6;
    cluster.stop(tasks);
    return millis;
  }

  private void manyAtOnce() throws Exception {
    List<Double> ratios = new ArrayList<>();
    taskRate(); // Warms up, as the first pairs do above.
    for (int round = 0; round < ROUNDS; round++) {
      double byHand = plainRate();
      double byTasks = taskRate();
      verdict.plain(
          "engine alone, " + PARALLEL + " in parallel, round " + (round + 1), byHand, "/s");
      verdict.plain(AT_ONCE + " tasks at once, round " + (round + 1), byTasks, "/s");
      ratios.add(byTasks / byHand);
    }
    verdict.atLeast(
        "tasks' rate to the engine's own, median of " + ROUNDS, Verdict.median(ratios), 0.97, "");
  }

  private double plainRate() throws Exception {
    long start = System.nanoTime();
    engine.startAll(AT_ONCE, PARALLEL);
    double rate = AT_ONCE / ((System.nanoTime() - start) / 1e9);
    engine.removeAll();
    return rate;
  }

  private double taskRate() throws InterruptedException {
    long start = System.nanoTime();
    List<String> tasks = new ArrayList<>();
    while (tasks.size() < AT_ONCE) {
      tasks.addAll(cluster.run(FAMILY, MOST_A_CALL));
    }
    cluster.await(tasks, "RUNNING");
    double rate = AT_ONCE / ((System.nanoTime() - start) / 1e9);
    cluster.stop(tasks);
    return rate;
  }
}
