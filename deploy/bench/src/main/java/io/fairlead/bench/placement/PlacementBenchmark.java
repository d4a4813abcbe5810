package io.fairlead.bench.placement;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One placement: the choice, and keeping index, counts and capacity up with it and with the tasks
 * that stop. One thread, on the classes that the scheduler uses.
 */
@State(Scope.Thread)
@Threads(1)
@Fork(
    value = 1,
    jvmArgs = {
      "-Xms2g",
      "-Xmx2g",
      "-XX:+UseSerialGC",
      "-XX:+UseCompactObjectHeaders",
      "--sun-misc-unsafe-memory-access=allow"
    })
@Warmup(iterations = 2, time = 4)
@Measurement(iterations = 5, time = 4)
@BenchmarkMode({Mode.Throughput, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.SECONDS)
public class PlacementBenchmark {

  /** How many container instances the cluster has. */
  @Param({"1000", "5000", "10000", "50000"})
  public int instances;

  private Filling filling = new Filling(0);

  /** Tasks that found no place; each costs a look at every instance, to say why. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Refused {
    /** Tasks without a place. */
    public long refused;
  }

  /** The cluster, filled once so that the shapes are known. */
  @Setup(Level.Trial)
  public void fill() {
    filling = new Filling(instances);
    filling.fill();
  }

  /** One task is placed, and 0.3 are stopped. */
  @Benchmark
  public void place(Refused refused) {
    if (!filling.step()) {
      refused.refused++;
    }
  }
}
