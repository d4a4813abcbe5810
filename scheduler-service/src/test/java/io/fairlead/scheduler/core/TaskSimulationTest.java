package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.agent.Welcome;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.RunTaskResponse;
import io.fairlead.proto.ecs.StopTaskRequest;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.placement.Capacity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scheduler and agents in a world where messages repeat, arrive late and in another order, sessions
 * break, machines lose all they had, and owners change. What must always hold holds after each
 * decision; when the trouble ends, the agents run exactly what they should. The seed is the test's
 * parameter and replays the run.
 */
class TaskSimulationTest {
  private static final int STEPS = 300;
  private static final List<String> MACHINES = List.of("a", "b", "c");
  private static final TaskDefinitionRecord WEB = TestCluster.definition("web");

  static LongStream seeds() {
    return LongStream.range(0, 25);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theWorldHoldsTogether(long seed) {
    new World(seed).run();
  }

  /** An agent: what it runs, and what it has not got rid of yet. */
  private static final class Machine {
    final Map<String, Assignment> wanted = new TreeMap<>();
    final Map<String, String> runs = new TreeMap<>();
    boolean connected;
    long epoch;
    long sequence;

    void take(Assignment assignment) {
      Assignment known = wanted.get(assignment.getTaskArn());
      if (known == null || assignment.getVersion() > known.getVersion()) {
        wanted.put(assignment.getTaskArn(), assignment);
      }
    }

    void take(Welcome welcome) {
      connected = true;
      epoch = welcome.getEpoch();
      Map<String, Assignment> all =
          welcome.getAssignments().getAssignmentsList().stream()
              .collect(Collectors.toMap(Assignment::getTaskArn, each -> each));
      wanted.keySet().retainAll(all.keySet());
      runs.keySet().retainAll(all.keySet());
      all.values().forEach(this::take);
    }
  }

  private static final class World {
    private final Scheduler scheduler = new Scheduler(TestCluster.REALM, Settings.DEFAULTS);
    private final SplittableRandom random;
    private final Map<String, Machine> machines = new TreeMap<>();
    private final List<Observation> observations = new ArrayList<>();
    private final List<Assignment> assignments = new ArrayList<>();
    private final List<Change> history = new ArrayList<>();
    private final Set<String> acknowledged = new HashSet<>();
    private ClusterState state;
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    World(long seed) {
      this.random = new SplittableRandom(seed);
      this.state = new TestCluster().state();
      this.history.add(Change.newBuilder().setCluster(state.cluster().orElseThrow()).build());
      MACHINES.forEach(id -> machines.put(TestCluster.instanceArn(id), new Machine()));
    }

    void run() {
      machines.keySet().forEach(this::connect);
      for (int step = 0; step < STEPS; step++) {
        step();
      }
      heal();
    }

    private void step() {
      String arn = machines.keySet().stream().toList().get(random.nextInt(machines.size()));
      Machine machine = machines.get(arn);
      switch (random.nextInt(12)) {
        case 0, 1 -> runTasks();
        case 2 -> stopTask();
        case 3, 4, 5 -> work(arn, machine, random.nextInt(10) == 0);
        case 6, 7 -> deliverObservation();
        case 8 -> deliverAssignment();
        case 9 -> interrupt(arn, machine);
        case 10 -> connect(arn);
        default -> timeOrOwner();
      }
    }

    private void runTasks() {
      RunTaskRequest request =
          RunTaskRequest.newBuilder()
              .setTaskDefinition("web")
              .setCount(1 + random.nextInt(3))
              .build();
      Decision.Reply reply =
          handle(new Input.Call(now, random.nextLong(), request, Optional.of(WEB)));
      if (reply instanceof Decision.Done(RunTaskResponse response)) {
        response.getTasksList().forEach(task -> acknowledged.add(task.getTaskArn()));
      }
    }

    private void stopTask() {
      List<TaskRecord> tasks = List.copyOf(state.tasks());
      if (!tasks.isEmpty()) {
        String arn = tasks.get(random.nextInt(tasks.size())).getTask().getTaskArn();
        handle(
            new Input.Call(
                now,
                random.nextLong(),
                StopTaskRequest.newBuilder().setTask(arn).build(),
                Optional.empty()));
      }
    }

    /** The agent goes one step on with one of its tasks, and reports it. */
    private void work(String instance, Machine machine, boolean fails) {
      if (machine.wanted.isEmpty()) {
        return;
      }
      List<Assignment> all = List.copyOf(machine.wanted.values());
      work(instance, machine, all.get(random.nextInt(all.size())), fails);
    }

    private void work(String instance, Machine machine, Assignment task, boolean fails) {
      String status = machine.runs.getOrDefault(task.getTaskArn(), "NONE");
      boolean ends = task.getDesiredStatus().equals("STOPPED") || fails;
      String next =
          switch (status) {
            case "NONE" -> ends ? "STOPPED" : "PENDING";
            case "PENDING" -> ends ? "STOPPED" : "RUNNING";
            case "RUNNING" -> ends ? "STOPPING" : "RUNNING";
            default -> "STOPPED";
          };
      machine.runs.put(task.getTaskArn(), next);
      report(instance, machine, task.getTaskArn(), next);
    }

    private void report(String instance, Machine machine, String task, String status) {
      observations.add(
          Observation.newBuilder()
              .setTaskArn(task)
              .setContainerInstanceArn(instance)
              .setEpoch(machine.epoch)
              .setSequence(++machine.sequence)
              .setStatus(status)
              .build());
    }

    /** Mostly the oldest; sometimes another, sometimes one that will come again. */
    private void deliverObservation() {
      if (!observations.isEmpty()) {
        int index = random.nextInt(4) == 0 ? random.nextInt(observations.size()) : 0;
        Observation next =
            random.nextInt(5) == 0 ? observations.get(index) : observations.remove(index);
        handle(new Input.Observed(now, random.nextLong(), next));
      }
    }

    private void deliverAssignment() {
      if (!assignments.isEmpty()) {
        int index = random.nextInt(assignments.size());
        Assignment next =
            random.nextInt(5) == 0 ? assignments.get(index) : assignments.remove(index);
        Machine machine = machines.get(next.getContainerInstanceArn());
        boolean isCurrent =
            state
                .task(next.getTaskArn())
                .filter(task -> !task.getTask().getLastStatus().equals("STOPPED"))
                .isPresent();
        if (machine.connected && isCurrent) {
          machine.take(next);
        }
      }
    }

    private void interrupt(String arn, Machine machine) {
      handle(
          new Input.AgentDisconnected(
              now, random.nextLong(), arn, machine.epoch, random.nextBoolean()));
      machine.connected = false;
      if (random.nextInt(3) == 0) {
        machine.runs.clear();
        machine.wanted.clear();
        machine.sequence = 0;
      }
    }

    private void connect(String arn) {
      Machine machine = machines.get(arn);
      String id = arn.substring(arn.lastIndexOf('/') + 1);
      Decision.Reply reply =
          handle(
              new Input.AgentConnected(
                  now, random.nextLong(), TestCluster.hello(id, 1024, 2048, Map.of())));
      machine.take((Welcome) ((Decision.Done) reply).response());
      Map.copyOf(machine.runs).forEach((task, status) -> report(arn, machine, task, status));
    }

    private void timeOrOwner() {
      if (random.nextInt(4) == 0) {
        recover();
      } else {
        now = now.plus(Duration.ofSeconds(random.nextInt(15)));
        handle(new Input.Tick(now, random.nextLong()));
      }
    }

    /** Another owner folds the history and goes on from there. */
    private void recover() {
      ClusterState folded = new ClusterState("default");
      history.forEach(folded::apply);
      assertSame(folded, state);
      state = folded;
      List<Input.Recovered.Session> sessions = new ArrayList<>();
      state.sessions().forEachRemaining(sessions::add);
      handle(new Input.Recovered(now, random.nextLong(), sessions));
      machines.values().forEach(machine -> machine.connected = false);
    }

    private Decision.Reply handle(Input input) {
      List<TaskRecord> tasks = List.copyOf(state.tasks());
      Decision decision = scheduler.plan(state, input);
      assertThat(tasks.equals(List.copyOf(state.tasks()))).as("planning leaves no trace").isTrue();
      decision.changes().forEach(this::apply);
      state.instances().forEach(World::check);
      return decision.reply();
    }

    private void apply(Change change) {
      if (change.hasTask()) {
        TaskRecord task = change.getTask();
        Optional<TaskRecord> before = state.task(task.getTask().getTaskArn());
        Assignments.news(state, before, task).ifPresent(assignments::add);
        check(before.orElse(null), task);
      }
      state.apply(change);
      history.add(change);
    }

    private static void check(@Nullable TaskRecord before, TaskRecord after) {
      Task task = after.getTask();
      if (task.getLastStatus().equals("STOPPED")) {
        assertThat(task.getDesiredStatus()).isEqualTo("STOPPED");
        assertThat(task.hasStoppedAt() && task.hasStoppingAt()).isTrue();
        assertThat(task.hasStopCode() && task.hasStoppedReason()).isTrue();
      }
      if (before == null || before.equals(after)) {
        return;
      }
      assertThat(TaskStatus.valueOf(task.getLastStatus()))
          .isGreaterThanOrEqualTo(TaskStatus.valueOf(before.getTask().getLastStatus()));
      assertThat(before.getTask().getDesiredStatus().equals("STOPPED"))
          .satisfies(was -> assertThat(!was || task.getDesiredStatus().equals("STOPPED")).isTrue());
      assertThat(task.getContainerInstanceArn())
          .isEqualTo(before.getTask().getContainerInstanceArn());
      assertThat(task.getVersion() > before.getTask().getVersion())
          .isEqualTo(!task.equals(before.getTask()));
    }

    private static void check(InstanceState instance) {
      Capacity fresh = Capacity.registered(instance.instance());
      instance.tasks().forEach(task -> fresh.take(task.getReserved()));
      assertThat(instance.free().cpu()).isEqualTo(fresh.cpu()).isNotNegative();
      assertThat(instance.free().memory()).isEqualTo(fresh.memory()).isNotNegative();
    }

    private static void assertSame(ClusterState folded, ClusterState live) {
      assertThat(List.copyOf(folded.tasks())).isEqualTo(List.copyOf(live.tasks()));
      assertThat(folded.instances().stream().map(InstanceState::record).toList())
          .isEqualTo(live.instances().stream().map(InstanceState::record).toList());
      assertThat(folded.nextDue()).isEqualTo(live.nextDue());
    }

    private void heal() {
      machines.keySet().forEach(this::connect);
      for (int round = 0; round < 8; round++) {
        while (!observations.isEmpty()) {
          handle(new Input.Observed(now, random.nextLong(), observations.removeFirst()));
        }
        assignments.clear();
        machines.keySet().forEach(this::connect);
        machines.forEach(this::workOnAll);
      }
      acknowledged.forEach(arn -> assertThat(state.task(arn)).isPresent());
      Map<String, String> running = new HashMap<>();
      machines.forEach(
          (arn, machine) -> machine.runs.forEach((task, status) -> running.put(task, arn)));
      Map<String, String> wanted =
          state.tasks().stream()
              .map(TaskRecord::getTask)
              .filter(task -> task.getDesiredStatus().equals("RUNNING"))
              .peek(task -> assertThat(task.getLastStatus()).isEqualTo("RUNNING"))
              .collect(Collectors.toMap(Task::getTaskArn, Task::getContainerInstanceArn));
      assertThat(running).isEqualTo(wanted);
    }

    private void workOnAll(String arn, Machine machine) {
      List.copyOf(machine.wanted.values()).forEach(task -> work(arn, machine, task, false));
    }
  }
}
