package io.fairlead.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Docker Swarm and Fairlead on the engines of one lab, one after the other, with the same
 * containers, by the same witness: the engines' own events.
 */
public final class SwarmComparison {
  private static final int GROWTHS = 3;
  private static final int KILLS = 9;
  private static final int ROLLED = 20;
  private static final int SPREAD = 30;
  private static final int PARALLEL = 8;
  private static final int LEASE_SECONDS = 30;

  private final Verdict verdict = new Verdict();
  private final Census census = new Census();
  private final String image = Cluster.required("FAIRLEAD_BENCH_IMAGE");
  private final List<LabEngine> engines = LabEngine.all(image);
  // The first manages the swarm.
  private final LabEngine victim = engines.getLast();
  private final String fairlead = Cluster.required("FAIRLEAD_BENCH_COMMAND");

  /**
   * What one of them took, in seconds.
   *
   * @param healed how long containers outlived a partition that were one too many by then
   * @param twice the longest that a container and the one in its place both ran
   * @param share how many ran on the instance that lost its power
   */
  private record Times(
      double grown,
      double replaced,
      double rolled,
      double healed,
      double twice,
      double noticed,
      double elsewhere,
      int share) {}

  private record Partition(double healed, double twice) {}

  /** Takes {@code --check}. */
  public static void main(String[] arguments) throws Exception {
    SwarmComparison comparison = new SwarmComparison();
    comparison.compare();
    System.exit(comparison.verdict.exitCode(arguments));
  }

  private void compare() throws Exception {
    engines.forEach(this::listen);
    Times own;
    try (Cluster cluster = Cluster.open();
        Orchestrator service = new FairleadService(cluster, image)) {
      own = measure(service);
      powerOn(service);
    }
    census.awaitCount(0);
    double byHand = byHand(own.share());
    engines.forEach(this::forSwarm);
    Times swarm;
    try (Orchestrator peer = new DockerSwarm(engines, image)) {
      swarm = measure(peer);
    }
    print(swarm, own, byHand);
  }

  private void listen(LabEngine engine) {
    census.listen(engine.name(), engine.engine().docker());
  }

  /** The lab's engines keep their containers over a restart, which Swarm does not allow. */
  private void forSwarm(LabEngine engine) {
    Shell.run(
        fairlead,
        "lab",
        "shell",
        engine.name(),
        "sh",
        "-c",
        "sed -i '/live-restore/s/true/false/' /etc/docker/daemon.json && kill -HUP $(pidof dockerd)");
  }

  private Times measure(Orchestrator orchestrator) throws Exception {
    System.err.println(orchestrator.name() + " ...");
    List<Double> grown = new ArrayList<>();
    for (int i = 0; i < GROWTHS; i++) {
      grown.add(grown(orchestrator));
    }
    orchestrator.scale(ROLLED);
    census.awaitCount(ROLLED);
    List<Double> replaced = new ArrayList<>();
    for (int i = 0; i < KILLS; i++) {
      replaced.add(replaced(engines.get(i % engines.size())));
    }
    Set<String> old = census.all();
    long start = System.nanoTime();
    orchestrator.roll();
    census.awaitAllOthers(old, ROLLED);
    double rolled = seconds(start, System.nanoTime());
    orchestrator.scale(SPREAD);
    census.awaitCount(SPREAD);
    Partition partition = partition(orchestrator);
    int share = census.countOn(victim.name());
    Thread switched = Thread.startVirtualThread(() -> LabFaults.inject("power-off", victim.name()));
    long off = census.awaitEnd(victim.name());
    while (!orchestrator.misses(victim.name())) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    double noticed = seconds(off, System.nanoTime());
    double elsewhere = seconds(off, census.awaitCount(SPREAD));
    switched.join();
    return new Times(
        Verdict.median(grown),
        Verdict.median(replaced),
        rolled,
        partition.healed(),
        partition.twice(),
        noticed,
        elsewhere,
        share);
  }

  /**
   * Cut off until its share runs elsewhere, too, and there again. The engines tell all the time.
   */
  private Partition partition(Orchestrator orchestrator) throws Exception {
    Set<String> before = census.all();
    int share = census.countOn(victim.name());
    LabFaults.inject("partition", victim.name());
    long second = census.awaitOther(before);
    census.awaitCount(SPREAD + share);
    long heal = System.nanoTime();
    LabFaults.healAll();
    census.awaitCount(SPREAD);
    long gone = System.nanoTime();
    awaitBack(orchestrator);
    balance(orchestrator);
    return new Partition(seconds(heal, gone), seconds(second, gone));
  }

  /** What ran on all but one of the instances is spread over all again. */
  private void balance(Orchestrator orchestrator) throws Exception {
    orchestrator.scale(0);
    census.awaitCount(0);
    orchestrator.scale(SPREAD);
    census.awaitCount(SPREAD);
  }

  private void awaitBack(Orchestrator orchestrator) throws InterruptedException {
    while (orchestrator.misses(victim.name())) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private double grown(Orchestrator orchestrator) throws Exception {
    orchestrator.scale(10);
    census.awaitCount(10);
    long start = System.nanoTime();
    orchestrator.scale(100);
    return seconds(start, census.awaitCount(100));
  }

  private double replaced(LabEngine on) throws Exception {
    Set<String> known = census.all();
    String killed = census.anyOn(on.name());
    long start = System.nanoTime();
    on.engine().docker().killContainerCmd(killed).exec();
    double seconds = seconds(start, census.awaitOther(known));
    census.awaitCount(ROLLED);
    return seconds;
  }

  private void powerOn(Orchestrator orchestrator) throws InterruptedException {
    LabFaults.healAll();
    while (!victim.answers()) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    listen(victim);
    awaitBack(orchestrator);
  }

  /** The engines' own time for so many on all but one of the instances. */
  private double byHand(int count) throws Exception {
    List<LabEngine> others = engines.subList(0, engines.size() - 1);
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      PlainEngine engine = others.get(i).engine();
      int part = (count + i) / others.size();
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  engine.startAll(part, PARALLEL);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = seconds(start, System.nanoTime());
    others.forEach(other -> other.engine().removeAll());
    return seconds;
  }

  private static double seconds(long from, long to) {
    return Duration.ofNanos(to - from).toMillis() / 1e3;
  }

  private void print(Times swarm, Times own, double byHand) {
    beside("10 to 100 replicas, median of " + GROWTHS, swarm, own, Times::grown);
    beside(ROLLED + " replicas rolled, new ones first", swarm, own, Times::rolled);
    verdict.plain(
        "a killed container replaced, median of " + KILLS + ", Swarm", swarm.replaced(), "s");
    verdict.atMost("the same, Fairlead", own.replaced(), 0.40, "s");
    verdict.plain("after a partition: surplus gone after healing, Swarm", swarm.healed(), "s");
    verdict.atMost("the same, Fairlead", own.healed(), 2, "s");
    verdict.plain("the longest that two ran in one's place, Swarm", swarm.twice(), "s");
    verdict.atMost("the same, Fairlead: a lease", own.twice(), LEASE_SECONDS, "s");
    verdict.plain("a powered-off instance noticed, Swarm, heartbeat 1 s", swarm.noticed(), "s");
    verdict.atMost("the same, Fairlead", own.noticed(), 2, "s");
    verdict.plain(
        "its share of " + SPREAD + " runs elsewhere, Swarm: " + swarm.share(),
        swarm.elsewhere(),
        "s");
    verdict.plain("the same, Fairlead: " + own.share(), own.elsewhere(), "s");
    verdict.plain("the engines' own time for as many by hand", byHand, "s");
    verdict.atMost(
        "from noticed to running elsewhere, to the engines' own",
        (own.elsewhere() - own.noticed()) / byHand,
        1.05,
        "");
  }

  private void beside(String what, Times swarm, Times own, ToDoubleFunction<Times> figure) {
    verdict.plain(what + ", Swarm", figure.applyAsDouble(swarm), "s");
    verdict.atMost(
        what + ", Fairlead", figure.applyAsDouble(own), figure.applyAsDouble(swarm), "s");
  }
}
