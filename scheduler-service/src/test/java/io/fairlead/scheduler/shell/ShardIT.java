package io.fairlead.scheduler.shell;

import static io.fairlead.scheduler.core.TestCluster.definition;
import static io.fairlead.scheduler.core.TestCluster.hello;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.AssignmentSet;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.agent.Welcome;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.RunTaskResponse;
import io.fairlead.proto.ecs.StopTaskRequest;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.scheduler.core.Assignments;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.shell.journal.PostgresHistory;
import io.fairlead.scheduler.shell.journal.PostgresJournal;
import io.fairlead.scheduler.shell.journal.TestDatabase;
import io.fairlead.testkit.FreePorts;
import io.fairlead.testkit.SharedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shard on a real journal and a real broker, and what becomes of it when either fails. */
class ShardIT {
  private static final TaskDefinitionRecord WEB = definition("web");

  private HikariDataSource database;
  private FaultyJournal journal;
  private Producer<String, byte[]> kafka;

  @BeforeEach
  void open() {
    database = TestDatabase.open();
    journal = new FaultyJournal(new PostgresJournal(database));
    KafkaClients clients = new KafkaClients(SharedBroker.bootstrapServers());
    clients.topics(4, (short) 1);
    kafka = clients.producer();
    TestShard.createCluster(database);
  }

  @AfterEach
  void close() {
    kafka.close(Duration.ofSeconds(1));
    database.close();
  }

  private TestShard shard(String address) {
    return new TestShard(address, database, journal, kafka);
  }

  private static Welcome connect(TestShard shard, String instance) throws Exception {
    return shard.done(
        Welcome.class,
        shard.submit(
            (now, seed) ->
                new Input.AgentConnected(now, seed, hello(instance, 100_000, 100_000, Map.of()))));
  }

  private static RunTaskRequest run(int count, String token) {
    return RunTaskRequest.newBuilder()
        .setTaskDefinition(WEB.getDefinition().getTaskDefinitionArn())
        .setCount(count)
        .setClientToken(token)
        .build();
  }

  private static List<Task> runTasks(TestShard shard, int count, String token) throws Exception {
    RunTaskResponse response =
        shard.done(RunTaskResponse.class, shard.call(run(count, token), WEB));
    assertThat(response.getFailuresList()).isEmpty();
    return response.getTasksList();
  }

  private static void observe(TestShard shard, Task task, long sequence, String status) {
    Observation seen =
        Observation.newBuilder()
            .setTaskArn(task.getTaskArn())
            .setContainerInstanceArn(task.getContainerInstanceArn())
            .setEpoch(1)
            .setSequence(sequence)
            .setStatus(status)
            .build();
    assertThat(shard.submit((now, seed) -> new Input.Observed(now, seed, seen)))
        .succeedsWithin(Duration.ofSeconds(10));
  }

  private static int tasks(TestShard shard) throws Exception {
    return shard.look(state -> state.tasks().size());
  }

  private static long connected(TestShard shard) throws Exception {
    return shard.look(
        state ->
            state.instances().stream()
                .filter(instance -> instance.instance().getAgentConnected())
                .count());
  }

  private static List<String> text(TestShard shard) throws Exception {
    return shard.look(StateText::of);
  }

  private static AssignmentSet assignments(TestShard shard, String instance) throws Exception {
    return shard.look(state -> Assignments.on(state, instance));
  }

  /** The state as a new owner would read it. */
  private List<String> stored() {
    ClusterState state = new ClusterState(TestShard.CLUSTER);
    journal.load(cluster -> true, (_, change) -> state.apply(change));
    return StateText.of(state);
  }

  @Test
  void whatIsReadBackIsWhatWasInMemory() throws Exception {
    try (TestShard shard = shard("a:1")) {
      connect(shard, "i1");
      connect(shard, "i2");
      List<Task> tasks = runTasks(shard, 10, "first");
      tasks.forEach(task -> observe(shard, task, 1, "RUNNING"));
      observe(shard, tasks.get(0), 2, "STOPPED");
      shard.done(
          com.google.protobuf.Message.class,
          shard.submit(
              (now, seed) ->
                  new Input.Call(
                      now,
                      seed,
                      StopTaskRequest.newBuilder().setTask(tasks.get(1).getTaskArn()).build(),
                      java.util.Optional.empty())));

      assertThat(stored()).isEqualTo(text(shard));
    }
  }

  @Test
  void aNewOwnerKnowsAllThatWasAcknowledged() throws Exception {
    List<Task> tasks;
    try (TestShard shard = shard("a:1")) {
      connect(shard, "i1");
      tasks = runTasks(shard, 10, "first");
    }

    try (TestShard next = shard("b:1")) {
      assertThat(tasks(next)).isEqualTo(10);
      assertThat(connected(next)).isZero();
      assertThat(runTasks(next, 10, "first"))
          .extracting(Task::getTaskArn)
          .containsExactlyElementsOf(tasks.stream().map(Task::getTaskArn).toList());
    }
  }

  @Test
  void aLateOwnerIsRefusedAndTheCurrentOneGoesOn() throws Exception {
    try (TestShard late = shard("a:1")) {
      connect(late, "i1");
      try (TestShard current = shard("b:1")) {
        connect(current, "i1");

        CompletableFuture<Decision.Reply> refused = late.call(run(1, "late"), WEB);

        assertThat(refused)
            .failsWithin(Duration.ofSeconds(10))
            .withThrowableThat()
            .withCauseInstanceOf(RetryException.class);
        assertThat(runTasks(current, 1, "current")).hasSize(1);
        assertThat(tasks(current)).isEqualTo(1);
        assertThat(stored()).isEqualTo(text(current));
      }
    }
  }

  @Test
  void evenALookIsRefusedToALateOwner() throws Exception {
    try (TestShard late = shard("a:1")) {
      connect(late, "i1");
      try (TestShard current = shard("b:1")) {
        await().until(current::isWorking);

        assertThat(CompletableFuture.supplyAsync(() -> quietly(late)))
            .succeedsWithin(Duration.ofSeconds(10))
            .isEqualTo("refused");
      }
    }
  }

  private static String quietly(TestShard shard) {
    try {
      return "saw " + tasks(shard);
    } catch (Exception e) {
      return "refused";
    }
  }

  @Test
  void aCommitThatFailsIsForgottenInMemoryToo() throws Exception {
    try (TestShard shard = shard("a:1")) {
      connect(shard, "i1");
      journal.next(FaultyJournal.Fault.BEFORE);

      assertThat(shard.call(run(1, "lost"), WEB)).failsWithin(Duration.ofSeconds(10));

      await().until(() -> !quietly(shard).equals("refused"));
      assertThat(tasks(shard)).isZero();
      assertThat(stored()).isEqualTo(text(shard));
    }
  }

  @Test
  void aCommitWithUnknownResultIsKnownAfterwards() throws Exception {
    try (TestShard shard = shard("a:1")) {
      connect(shard, "i1");
      journal.next(FaultyJournal.Fault.AFTER);

      assertThat(shard.call(run(1, "unknown"), WEB)).failsWithin(Duration.ofSeconds(10));

      await().until(() -> !quietly(shard).equals("refused"));
      assertThat(tasks(shard)).isEqualTo(1);
      assertThat(runTasks(shard, 1, "unknown")).hasSize(1);
      assertThat(tasks(shard)).isEqualTo(1);
    }
  }

  @Test
  void whileOneBatchIsCommittedTheNextGathersAndNoReplyComesBeforeItsCommit() throws Exception {
    try (TestShard shard = shard("a:1")) {
      connect(shard, "i1");
      journal.hold();
      List<CompletableFuture<Decision.Reply>> replies = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        replies.add(shard.call(run(1, "token " + i), WEB));
      }
      CompletableFuture<String> look = CompletableFuture.supplyAsync(() -> quietly(shard));

      assertThat(look).isNotDone();
      assertThat(replies).noneMatch(CompletableFuture::isDone);
      journal.release();

      assertThat(CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new)))
          .succeedsWithin(Duration.ofSeconds(30));
      assertThat(look).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("saw 200");
      assertThat(journal.largest()).isGreaterThan(1);
    }
  }

  @Test
  void whatWasCommittedButNotPublishedIsPublishedByTheNextOwner() throws Exception {
    Producer<String, byte[]> nowhere = new KafkaClients("127.0.0.1:" + FreePorts.next()).producer();
    List<Task> tasks;
    try (TestShard shard = new TestShard("a:1", database, journal, nowhere)) {
      connect(shard, "i1");
      tasks = runTasks(shard, 3, "first");
    } finally {
      nowhere.close(Duration.ZERO);
    }
    Set<String> arns = new HashSet<>(tasks.stream().map(Task::getTaskArn).toList());

    try (TestShard next = shard("b:1");
        TopicReader events = new TopicReader(Topics.EVENTS);
        TopicReader assignments = new TopicReader(Topics.ASSIGNMENTS)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(taskEvents(events, arns)).hasSize(3));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(assigned(assignments, arns))
                      .containsExactlyInAnyOrderElementsOf(arns));
      assertThat(taskEvents(events, arns)).extracting(ClusterEvent::getPosition).isSorted();
      assertThat(next.isWorking()).isTrue();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> journal.take(0, "c:1").publishedSeq() >= lastPosition());
    }
  }

  private long lastPosition() {
    return new PostgresHistory(database).lastPosition(TestShard.CLUSTER);
  }

  private static List<ClusterEvent> taskEvents(TopicReader reader, Set<String> arns)
      throws Exception {
    List<ClusterEvent> events = new ArrayList<>();
    for (var record : reader.records()) {
      ClusterEvent event = ClusterEvent.parseFrom(record.value());
      if (arns.contains(event.getTask().getTaskArn())) {
        assertThat(record.key()).isEqualTo(event.getClusterArn());
        events.add(event);
      }
    }
    return events;
  }

  private static Set<String> assigned(TopicReader reader, Set<String> arns) throws Exception {
    Set<String> assigned = new HashSet<>();
    for (var record : reader.records()) {
      Assignment assignment = Assignment.parseFrom(record.value());
      if (arns.contains(assignment.getTaskArn())) {
        assertThat(record.partition())
            .isEqualTo(Topics.partition(assignment.getContainerInstanceArn(), 4));
        assigned.add(record.key());
      }
    }
    return assigned;
  }

  @Test
  void anAgentIsToldAllItsTasksWhenItComesBack() throws Exception {
    try (TestShard shard = shard("a:1")) {
      connect(shard, "i1");
      runTasks(shard, 3, "first");
    }

    try (TestShard next = shard("b:1")) {
      Welcome welcome = connect(next, "i1");

      assertThat(welcome.getEpoch()).isEqualTo(2);
      assertThat(welcome.getAssignments())
          .isEqualTo(assignments(next, welcome.getContainerInstanceArn()));
      assertThat(welcome.getAssignments().getAssignmentsCount()).isEqualTo(3);
    }
  }
}
