package io.fairlead.bench.placement;

import io.fairlead.bench.Verdict;
import io.fairlead.proto.ecs.PlacementStrategy;
import io.fairlead.proto.ecs.PlacementStrategyType;
import io.fairlead.proto.state.Demand;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How many instances a stream of tasks comes to occupy, beside the least that could hold it: the
 * scheduler with binpack on memory and with spread over instances, best fit by both resources, and
 * for small streams the optimum.
 */
public final class Packing {
  private static final List<Integer> USUAL =
      List.of(256, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144, 8192);
  private static final int LEAST_ODD = 300;
  private static final int MOST_ODD = 30_000;
  private static final int SMALL_CASES = 5;
  private static final int SMALL = 4;

  private Packing() {}

  /** Takes {@code --check}. */
  public static void main(String[] arguments) {
    Verdict verdict = new Verdict();
    for (int instances : new int[] {100, 1_000, 10_000}) {
      large(instances, false, verdict);
      large(instances, true, verdict);
    }
    small(verdict);
    System.exit(verdict.exitCode(arguments));
  }

  /**
   * Tasks as they come, until they fill so many instances.
   *
   * @param odd whether their sizes are any, up to half an instance, rather than the usual ones
   */
  static List<Demand> stream(int instances, boolean odd, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Demand> stream = new ArrayList<>();
    long left = (long) instances * Packed.MEMORY;
    while (left > 0) {
      int memory =
          odd ? random.nextInt(LEAST_ODD, MOST_ODD) : USUAL.get(random.nextInt(USUAL.size()));
      left -= memory;
      stream.add(
          Demand.newBuilder()
              .setMemory(memory)
              .setCpu(memory * random.nextLong(40, 100) / 400)
              .build());
    }
    return stream;
  }

  /** Neither resource's sum fits on fewer. */
  static long bound(List<Demand> stream) {
    long memory = stream.stream().mapToLong(Demand::getMemory).sum();
    long cpu = stream.stream().mapToLong(Demand::getCpu).sum();
    return Math.max(Math.ceilDiv(memory, Packed.MEMORY), Math.ceilDiv(cpu, Packed.CPU));
  }

  private static void large(int instances, boolean odd, Verdict verdict) {
    List<Demand> stream = stream(instances, odd, instances);
    long bound = bound(stream);
    String name = "%,d instances' worth, %s sizes: ".formatted(instances, odd ? "odd" : "usual");
    verdict.plain(name + "tasks", stream.size(), "");
    verdict.plain(name + "lower bound", bound, "instances");
    double ours = 100.0 * (Packed.scheduled(stream, binpack()) - bound) / bound;
    if (instances == 10_000) {
      verdict.atMost(name + "binpack above it", ours, 2, "%");
    } else {
      verdict.plain(name + "binpack above it", ours, "%");
    }
    verdict.plain(
        name + "best fit above it", 100.0 * (Packed.bestFit(stream) - bound) / bound, "%");
    verdict.plain(
        name + "spread above it",
        100.0 * (Packed.scheduled(stream, spread()) - bound) / bound,
        "%");
  }

  private static void small(Verdict verdict) {
    long ours = 0;
    long fit = 0;
    long best = 0;
    for (int seed = 1; seed <= SMALL_CASES; seed++) {
      List<Demand> stream = stream(SMALL, true, seed);
      ours += Packed.scheduled(stream, binpack());
      fit += Packed.bestFit(stream);
      best += Optimum.of(stream);
    }
    verdict.plain(SMALL_CASES + " small streams: optimum", best, "instances");
    verdict.plain(SMALL_CASES + " small streams: binpack", ours, "instances");
    verdict.plain(SMALL_CASES + " small streams: best fit", fit, "instances");
  }

  private static PlacementStrategy binpack() {
    return PlacementStrategy.newBuilder()
        .setType(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_BINPACK)
        .setField("memory")
        .build();
  }

  private static PlacementStrategy spread() {
    return PlacementStrategy.newBuilder()
        .setType(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_SPREAD)
        .setField("instanceId")
        .build();
  }
}
