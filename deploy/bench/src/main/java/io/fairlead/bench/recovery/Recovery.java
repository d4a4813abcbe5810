package io.fairlead.bench.recovery;

import static io.fairlead.bench.placement.Instances.CLUSTER;

import io.fairlead.bench.Verdict;
import io.fairlead.bench.placement.Instances;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.core.Scheduler;
import io.fairlead.scheduler.core.Settings;
import io.fairlead.scheduler.shell.Recovery.Portion;
import io.fairlead.scheduler.shell.ShardLedger;
import io.fairlead.scheduler.shell.ShardStates;
import io.fairlead.scheduler.shell.journal.Intake;
import io.fairlead.scheduler.shell.journal.Journal;
import io.fairlead.scheduler.shell.journal.PostgresJournal;
import io.fairlead.scheduler.shell.journal.Retention;
import io.fairlead.scheduler.shell.journal.StateSink;
import io.fairlead.scheduler.shell.journal.Term;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** From the start of reading a large cluster's state to the first decision about it. */
public final class Recovery {
  private static final int INSTANCES = 50_000;
  private static final int TASKS = 1_000_000;
  private static final int ROUNDS = 5;
  private static final double TARGET_SECONDS = 3;

  private final Journal journal;
  private final Verdict verdict;
  private final int part;

  private Recovery(Journal journal, Verdict verdict, int part) {
    this.journal = journal;
    this.verdict = verdict;
    this.part = part;
  }

  /** Takes {@code --check} and {@code --small}. */
  public static void main(String[] arguments) throws IOException, SQLException {
    Verdict verdict = new Verdict();
    int part = List.of(arguments).contains("--small") ? 10 : 1;
    try (OwnDatabase database = new OwnDatabase()) {
      new Retention(database.source(), Duration.ofDays(30)).prepare(Prototypes.NOW);
      Journal journal = new PostgresJournal(database.source());
      System.err.println("Filling the database ...");
      new Population(journal, journal.take(0, "bench")).write(INSTANCES / part, TASKS / part);
      database.settle();
      new Recovery(journal, verdict, part).measure();
    }
    System.exit(verdict.exitCode(arguments));
  }

  /**
   * How long it took.
   *
   * @param load reading the state and folding it in
   * @param decision telling the cluster of the first sessions that are unknown, and the first
   *     RunTask
   * @param rest telling it of all others, which other inputs need not wait for
   */
  private record Times(double load, double decision, double rest) {
    double total() {
      return load + decision;
    }
  }

  private void measure() {
    System.out.printf("%,d tasks on %,d instances%n", TASKS / part, INSTANCES / part);
    Times first = once();
    verdict.plain("  reading and folding, a JVM that never did it", first.load(), "s");
    verdict.atMost(
        "to the first decision, a JVM that never did it", first.total(), TARGET_SECONDS, "s");
    for (int round = 2; round < ROUNDS; round++) {
      once();
    }
    Times last = once();
    verdict.plain("  reading alone", reading(), "s");
    verdict.plain("  reading and folding", last.load(), "s");
    verdict.plain("  first decision", last.decision(), "s");
    verdict.plain("  deciding for each instance that its session is over", last.rest(), "s");
    verdict.atMost("to the first decision, a warm JVM", last.total(), TARGET_SECONDS, "s");
    memory();
  }

  private Times once() {
    System.gc();
    long start = System.nanoTime();
    Term term = journal.take(0, "bench");
    ShardStates states = loaded();
    long loaded = System.nanoTime();
    ShardLedger ledger =
        new ShardLedger(
            new Scheduler(Instances.REALM, Settings.DEFAULTS)::plan,
            Instances.REALM,
            states,
            term.lastSeq());
    var sessions = ledger.recovery();
    sessions.next().ifPresent(portion -> tell(ledger, portion));
    Decision decision = ledger.plan(CLUSTER, runTask());
    long decided = System.nanoTime();
    check(states.get(CLUSTER), decision);
    long checked = System.nanoTime();
    for (Optional<Portion> next = sessions.next(); next.isPresent(); next = sessions.next()) {
      tell(ledger, next.get());
    }
    long told = System.nanoTime();
    checkAway(states.get(CLUSTER));
    return new Times((loaded - start) / 1e9, (decided - loaded) / 1e9, (told - checked) / 1e9);
  }

  private static void tell(ShardLedger ledger, Portion portion) {
    Input input = portion.input().make(Prototypes.NOW.plusSeconds(60), 7);
    ledger.fold(portion.cluster(), ledger.plan(portion.cluster(), input), input.now());
  }

  private static void checkAway(ClusterState state) {
    if (state.instances().stream().anyMatch(each -> each.instance().getAgentConnected())) {
      throw new IllegalStateException("a session was forgotten");
    }
  }

  private ShardStates loaded() {
    ShardStates states = new ShardStates();
    journal.load(_ -> true, states);
    return states;
  }

  private double reading() {
    long start = System.nanoTime();
    journal.load(_ -> true, new Nowhere());
    return (System.nanoTime() - start) / 1e9;
  }

  /** Keeps nothing. */
  private static final class Nowhere implements StateSink {
    @Override
    public void load(String cluster, Change change) {}

    @Override
    public Intake<?> instances(String cluster) {
      return new Intake<>(record -> record, _ -> {});
    }

    @Override
    public Intake<?> tasks(String cluster, Consumer<String> definition) {
      return instances(cluster);
    }
  }

  private static Input runTask() {
    RunTaskRequest request = RunTaskRequest.newBuilder().setTaskDefinition("app-0").build();
    return new Input.Call(
        Prototypes.NOW.plusSeconds(60), 7, request, Optional.of(Prototypes.definition(0)));
  }

  /** By the default strategy a task of no service goes where the fewest are, then by ARN. */
  private void check(ClusterState state, Decision decision) {
    int tasks = state.instances().stream().mapToInt(instance -> instance.taskCount()).sum();
    if (tasks != TASKS / part || state.instances().size() != INSTANCES / part) {
      throw new IllegalStateException("loaded " + tasks + " tasks");
    }
    TaskRecord placed = decision.changes().getLast().getTask();
    String best =
        state.instances().stream()
            .filter(each -> each.instance().getAgentConnected())
            .reduce((one, other) -> other.taskCount() < one.taskCount() ? other : one)
            .orElseThrow()
            .arn();
    if (!placed.getTask().getContainerInstanceArn().equals(best)) {
      throw new IllegalStateException("placed on another instance than " + best);
    }
  }

  private void memory() {
    long before = used();
    ShardStates states = loaded();
    double heap = used() - before;
    int tasks = states.get(CLUSTER).tasks().size();
    verdict.plain("heap of the state, with its instances, a task", heap / tasks, "bytes");
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
