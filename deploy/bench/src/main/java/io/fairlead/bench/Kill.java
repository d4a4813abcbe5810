package io.fairlead.bench;

import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.PlacementStrategy;
import io.fairlead.proto.ecs.PlacementStrategyType;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.Task;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * How long it takes until every task of a service runs again when simulated instances die: one, and
 * a tenth of all at once. The service has a task on each instance. A dead instance's connection
 * ends at once, as when its agent's process dies; its tasks count as lost after a lease of 30 s.
 */
public final class Kill {
  private static final String FAMILY = "bench-kill";
  private static final int MOST_TASKS = 5_000;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(15);

  private final int instances;
  private final int tasks;
  private final Verdict verdict = new Verdict();
  private final Map<String, String> running = new HashMap<>();
  private final Map<String, String> arns = new HashMap<>();
  private final Set<String> dead = new HashSet<>();

  private Kill(int instances) {
    this.instances = instances;
    this.tasks = Math.min(instances, MOST_TASKS);
  }

  /** Takes the number of instances. */
  public static void main(String[] arguments) throws Exception {
    Kill bench = new Kill(Integer.parseInt(arguments[0]));
    try (Cluster cluster = Cluster.watching(bench::changed)) {
      bench.arns.putAll(cluster.instances());
      bench.measure(cluster);
    }
  }

  private synchronized void changed(Task task) {
    if (task.getLastStatus().equals("RUNNING")) {
      running.put(task.getTaskArn(), task.getContainerInstanceArn());
    } else {
      running.remove(task.getTaskArn());
    }
    notifyAll();
  }

  private void measure(Cluster cluster) throws InterruptedException {
    cluster.register(
        RegisterTaskDefinitionRequest.newBuilder()
            .setFamily(FAMILY)
            .addContainerDefinitions(
                ContainerDefinition.newBuilder()
                    .setName("main")
                    .setImage("simulated")
                    .setCpu(10)
                    .setMemory(16))
            .build());
    long begin = System.nanoTime();
    cluster.create(
        CreateServiceRequest.newBuilder()
            .setServiceName(FAMILY)
            .setTaskDefinition(FAMILY)
            .setDesiredCount(tasks)
            .addPlacementStrategy(
                PlacementStrategy.newBuilder()
                    .setType(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_SPREAD)
                    .setField("instanceId"))
            .build());
    awaitAll();
    verdict.plain("service of " + tasks + " tasks: all run after", seconds(begin), "s");
    kill("one", 1, 1);
    kill(instances / 10 + " at once", 2, instances / 10);
  }

  private void kill(String which, int first, int count) throws InterruptedException {
    long begin = System.nanoTime();
    List<String> names = hold(first, count);
    long lost = bury(names.stream().map(arns::get).toList());
    awaitAll();
    verdict.plain(
        which + " of " + instances + " simulated instances killed: tasks to replace", lost, "");
    verdict.plain("every replacement runs, a lease of 30 s included, after", seconds(begin), "s");
  }

  private synchronized long bury(List<String> arns) {
    dead.addAll(arns);
    return running.values().stream().filter(dead::contains).count();
  }

  /** Waits until as many tasks as wanted run on instances that live. */
  private synchronized void awaitAll() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (running.values().stream().filter(arn -> !dead.contains(arn)).count() < tasks) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not all of " + tasks + " tasks run: " + running.size());
      }
      wait(1_000);
    }
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  /** Ends agents without a word to anybody, as processes end that are killed. */
  private static List<String> hold(int first, int count) {
    List<String> names =
        IntStream.range(first, first + count).mapToObj(number -> "instance-" + number).toList();
    LabFaults.inject("agent-hold", String.join(",", names));
    return names;
  }
}
