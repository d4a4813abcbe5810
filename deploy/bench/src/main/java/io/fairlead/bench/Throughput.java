package io.fairlead.bench;

import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Tasks a second through gateway, scheduler, database, broker and agents, on simulated instances:
 * submitted over gRPC at a constant rate, watched on the cluster's event stream.
 */
public final class Throughput {
  private static final String FAMILY = "bench-throughput";
  private static final int MOST_DRAIN_SECONDS = 60;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** At this rate and below the latency is held against its target. */
  private static final int RATE_OF_LATENCY = 1_000;

  private static final int TARGET = 5_000;

  /** Calls that a pause has refused are not repeated: the time between pauses makes up for them. */
  private static final int MORE_THAN_THE_TARGET = 5_400;

  private final Map<String, Integer> options;
  private final TaskTimes times = new TaskTimes();
  private final Verdict verdict = new Verdict();
  private final long lab = Long.parseLong(Cluster.required("FAIRLEAD_BENCH_LAB"));
  private final long postgres = Long.parseLong(Cluster.required("FAIRLEAD_BENCH_POSTGRES"));

  private Throughput(Map<String, Integer> options) {
    this.options = options;
  }

  /** Takes --rate, --seconds, --warm-up, --instances with their values, and --check. */
  public static void main(String[] arguments) throws Exception {
    Throughput bench = new Throughput(options(arguments));
    try (Cluster cluster = Cluster.watching(bench::changed)) {
      cluster.register(definition(bench.option("--run-ms")));
      bench.measure(cluster);
    }
    System.exit(bench.verdict.exitCode(arguments));
  }

  private static Map<String, Integer> options(String[] arguments) {
    Map<String, Integer> options =
        new HashMap<>(
            Map.of(
                "--rate",
                MORE_THAN_THE_TARGET,
                "--seconds",
                300,
                "--warm-up",
                120,
                "--instances",
                10_000,
                "--run-ms",
                1000));
    for (int i = 0; i < arguments.length; i++) {
      if (options.containsKey(arguments[i]) && i + 1 < arguments.length) {
        options.put(arguments[i], Integer.valueOf(arguments[++i]));
      } else if (!arguments[i].equals("--check")) {
        throw new IllegalArgumentException(
            "unknown: " + arguments[i] + " of " + Arrays.toString(arguments));
      }
    }
    return options;
  }

  private int option(String name) {
    return Objects.requireNonNull(options.get(name));
  }

  /** A task that ends by itself, so that the state does not grow without bound. */
  private static RegisterTaskDefinitionRequest definition(int runMillis) {
    return RegisterTaskDefinitionRequest.newBuilder()
        .setFamily(FAMILY)
        .addContainerDefinitions(
            ContainerDefinition.newBuilder()
                .setName("main")
                .setImage("simulated")
                .setCpu(10)
                .setMemory(16)
                .putDockerLabels("io.fairlead.simulated.run-time", "PT" + runMillis / 1000.0 + "S"))
        .build();
  }

  private void changed(Task task) {
    times.seen(task.getTaskArn(), task.getLastStatus(), System.nanoTime());
  }

  private void measure(Cluster cluster) throws InterruptedException {
    int rate = option("--rate");
    int seconds = option("--seconds");
    RunTaskLoad load = new RunTaskLoad(cluster.calls(), FAMILY, times);
    load.run(Math.max(10, rate / 2), option("--warm-up") / 2);
    load.run(rate, option("--warm-up") / 2);
    // On without a pause, as a steady load has none: in a first one the JVM throws away compiled
    // code that has never seen one, and is slow for ten seconds.
    times.begin();
    long refusedBefore = load.refused();
    ProcessUsage labBefore = ProcessUsage.of(lab);
    ProcessUsage postgresBefore = ProcessUsage.ofTree(postgres);
    ProcessUsage ownBefore = ProcessUsage.of(ProcessHandle.current().pid());
    long begin = System.nanoTime();
    load.run(rate, seconds);
    double took = (System.nanoTime() - begin) / 1e9;
    double accepted = times.accepted() / took;
    double running = times.running() / took;
    ProcessUsage labAfter = ProcessUsage.of(lab);
    ProcessUsage postgresAfter = ProcessUsage.ofTree(postgres);
    ProcessUsage ownAfter = ProcessUsage.of(ProcessHandle.current().pid());
    drain(load);

    String where = ", " + option("--instances") + " simulated instances";
    verdict.plain("asked for" + where, rate, "tasks/s");
    if (rate > RATE_OF_LATENCY) {
      verdict.atLeast("accepted" + where, accepted, TARGET, "tasks/s");
      verdict.atLeast("RUNNING" + where, running, TARGET, "tasks/s");
      verdict.plain("submit to RUNNING, p50" + where, times.millis(50), "ms");
      verdict.plain("submit to RUNNING, p99" + where, times.millis(99), "ms");
    } else {
      verdict.plain("accepted" + where, accepted, "tasks/s");
      verdict.plain("RUNNING" + where, running, "tasks/s");
      verdict.atMost("submit to RUNNING, p50" + where, times.millis(50), 8, "ms");
      verdict.atMost("submit to RUNNING, p99" + where, times.millis(99), 20, "ms");
    }
    verdict.plain("submit to RUNNING, p99.9" + where, times.millis(99.9), "ms");
    verdict.plain("tasks refused" + where, load.refused() - refusedBefore, load.refusal());
    verdict.plain("accepted that were never seen RUNNING", times.accepted() - times.running(), "");
    usage("services, broker, agents (one JVM)", labBefore, labAfter, took);
    usage("PostgreSQL, all processes", postgresBefore, postgresAfter, took);
    usage("this benchmark", ownBefore, ownAfter, took);
  }

  private void usage(String name, ProcessUsage before, ProcessUsage after, double seconds) {
    verdict.plain(name + ": CPU", after.percentSince(before, seconds), "% of a core");
    verdict.plain(name + ": memory", after.memoryMib(), "MiB");
  }

  /** Waits until all that was accepted has stopped, or nothing more comes. */
  private void drain(RunTaskLoad load) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_DRAIN_SECONDS);
    long movedAt = System.nanoTime();
    long left = Long.MAX_VALUE;
    while (System.nanoTime() < deadline && System.nanoTime() - movedAt < IDLE_NANOS) {
      if (load.underWay() == 0 && times.underWay() <= 0) {
        return;
      }
      if (times.underWay() != left) {
        left = times.underWay();
        movedAt = System.nanoTime();
      }
      Thread.sleep(50);
    }
  }
}
