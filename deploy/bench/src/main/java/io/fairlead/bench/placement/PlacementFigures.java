package io.fairlead.bench.placement;

import io.fairlead.bench.Verdict;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Placements per second with their times, and the memory of what placement and scheduler keep. */
public final class PlacementFigures {
  /** Placements a second that are to be reached, by instances. */
  private static final Map<Integer, Integer> TARGETS = Map.of(10_000, 1_000_000, 50_000, 700_000);

  private PlacementFigures() {}

  /** Takes {@code --check}. */
  public static void main(String[] arguments) throws RunnerException {
    Verdict verdict = new Verdict();
    StateMemory.measure(verdict);
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder().include(PlacementBenchmark.class.getName() + ".place").build())
            .run();
    report(results, verdict);
    System.exit(verdict.exitCode(arguments));
  }

  private static void report(Collection<RunResult> results, Verdict verdict) {
    Map<Integer, RunResult> rates = new TreeMap<>();
    Map<Integer, RunResult> times = new TreeMap<>();
    for (RunResult result : results) {
      int instances = Integer.parseInt(result.getParams().getParam("instances"));
      (result.getParams().getMode() == Mode.Throughput ? rates : times).put(instances, result);
    }
    System.out.println();
    rates.forEach((instances, result) -> rate(instances, result, verdict));
    times.forEach((instances, result) -> times(instances, result, verdict));
  }

  private static void rate(int instances, RunResult result, Verdict verdict) {
    String name = "placements, %,d instances".formatted(instances);
    double rate = result.getPrimaryResult().getScore();
    if (TARGETS.containsKey(instances)) {
      verdict.atLeast(name, rate, TARGETS.get(instances), "/s");
    } else {
      verdict.plain(name, rate, "/s");
    }
    Result<?> refused = result.getSecondaryResults().get("refused");
    if (refused != null) {
      verdict.plain("  refused of them", refused.getScore(), "tasks");
    }
  }

  private static void times(int instances, RunResult result, Verdict verdict) {
    for (double percentile : new double[] {50, 99}) {
      verdict.plain(
          "one placement, %,d instances, p%.0f".formatted(instances, percentile),
          result.getPrimaryResult().getStatistics().getPercentile(percentile) * 1e9,
          "ns");
    }
  }
}
