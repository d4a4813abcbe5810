package io.fairlead.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.api.LocateTaskRequest;
import io.fairlead.proto.api.WatchEventsRequest;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.CreateClusterRequest;
import io.fairlead.proto.ecs.CreateTaskSetRequest;
import io.fairlead.proto.ecs.DescribeContainerInstancesRequest;
import io.fairlead.proto.ecs.DescribeTasksRequest;
import io.fairlead.proto.ecs.ECSGrpc;
import io.fairlead.proto.ecs.ListClustersRequest;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.scheduler.shell.TopicReader;
import io.fairlead.testkit.SharedBroker;
import io.fairlead.testkit.SharedPostgres;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A whole scheduler on a real broker and a real database, called as the gateway calls it. */
class SchedulerServiceIT {
  private static TestScheduler scheduler;

  @BeforeAll
  static void start() {
    scheduler = new TestScheduler(SharedPostgres.freshDatabase());
    await().atMost(Duration.ofSeconds(30)).until(() -> scheduler.service().isReady());
    scheduler
        .ecs()
        .registerTaskDefinition(
            RegisterTaskDefinitionRequest.newBuilder()
                .setFamily("web")
                .addContainerDefinitions(
                    ContainerDefinition.newBuilder()
                        .setName("main")
                        .setImage("busybox")
                        .setMemory(64)
                        .setEssential(true))
                .build());
  }

  @AfterAll
  static void stop() {
    scheduler.close();
  }

  private static void createCluster(String name) {
    scheduler.ecs().createCluster(CreateClusterRequest.newBuilder().setClusterName(name).build());
  }

  private static Task runTask(String cluster) {
    var response =
        scheduler
            .ecs()
            .runTask(
                RunTaskRequest.newBuilder().setCluster(cluster).setTaskDefinition("web").build());
    assertThat(response.getFailuresList()).isEmpty();
    return response.getTasks(0);
  }

  private static Task describe(String cluster, Task task) {
    return scheduler
        .ecs()
        .describeTasks(
            DescribeTasksRequest.newBuilder()
                .setCluster(cluster)
                .addTasks(task.getTaskArn())
                .build())
        .getTasks(0);
  }

  private static boolean isConnected(String cluster, String arn) {
    return scheduler
        .ecs()
        .describeContainerInstances(
            DescribeContainerInstancesRequest.newBuilder()
                .setCluster(cluster)
                .addContainerInstances(arn)
                .build())
        .getContainerInstances(0)
        .getAgentConnected();
  }

  private static void send(String cluster, String key, byte[] value) {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer.send(
          new ProducerRecord<>(
              Topics.OBSERVATIONS, Topics.partition(cluster, TestScheduler.SHARDS), key, value));
    }
  }

  private static void observe(String cluster, Task task, long epoch, String status) {
    send(
        cluster,
        task.getTaskArn(),
        Observation.newBuilder()
            .setTaskArn(task.getTaskArn())
            .setContainerInstanceArn(task.getContainerInstanceArn())
            .setEpoch(epoch)
            .setSequence(1)
            .setStatus(status)
            .build()
            .toByteArray());
  }

  @Test
  void aTaskGoesFromTheCallToTheAgentAndItsReportBackToTheCaller() throws Exception {
    createCluster("whole");
    try (TestAgent agent = new TestAgent(scheduler, "whole", "i1").alive();
        TopicReader assignments = new TopicReader(Topics.ASSIGNMENTS)) {
      long epoch = agent.welcome().getEpoch();
      Task task = runTask("whole");

      assertThat(task.getContainerInstanceArn()).isEqualTo(agent.arn());
      await().untilAsserted(() -> assertThat(assigned(assignments)).contains(task.getTaskArn()));

      // What cannot be read goes aside and keeps nothing behind it.
      send("whole", "poison", new byte[] {(byte) 0xff, 1, 2});
      observe("whole", task, epoch, "RUNNING");
      await()
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(
              () -> assertThat(describe("whole", task).getLastStatus()).isEqualTo("RUNNING"));
      try (TopicReader letters = new TopicReader(Topics.DEAD_LETTERS)) {
        await().untilAsserted(() -> assertThat(letters.records()).isNotEmpty());
      }
    }
  }

  private static List<String> assigned(TopicReader reader) throws Exception {
    List<String> tasks = new ArrayList<>();
    for (var record : reader.records()) {
      tasks.add(Assignment.parseFrom(record.value()).getTaskArn());
    }
    return tasks;
  }

  @Test
  void anAgentSpeaksForItsOwnInstanceOnly() throws Exception {
    createCluster("own");
    try (TestAgent agent =
        new TestAgent(
            scheduler,
            "own",
            "i1",
            "arn:aws:ecs:us-east-1:000000000000:container-instance/own/i2")) {
      Throwable end = agent.ended().get(10, TimeUnit.SECONDS);

      assertThat(Status.fromThrowable(end).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }
  }

  @Test
  void anInstanceThatFallsSilentIsAwayAndANewerSessionEndsTheOlder() throws Exception {
    createCluster("silent");
    TestAgent older = new TestAgent(scheduler, "silent", "i1");
    assertThat(older.welcome().getEpoch()).isEqualTo(1);
    TestAgent newer = new TestAgent(scheduler, "silent", "i1");
    assertThat(newer.welcome().getEpoch()).isEqualTo(2);

    assertThat(Status.fromThrowable(older.ended().get(10, TimeUnit.SECONDS)).getCode())
        .isEqualTo(Status.Code.ABORTED);
    newer.beat();
    await().untilAsserted(() -> assertThat(newer.acknowledged()).isEqualTo(1));
    assertThat(isConnected("silent", newer.arn())).isTrue();

    assertThat(Status.fromThrowable(newer.ended().get(10, TimeUnit.SECONDS)).getCode())
        .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    await().until(() -> !isConnected("silent", newer.arn()));
  }

  @Test
  void aWatchGivesTheHistoryAndGoesOnLive() throws Exception {
    createCluster("watched");
    try (TestAgent agent = new TestAgent(scheduler, "watched", "i1").alive()) {
      agent.welcome();
      Task first = runTask("watched");
      Iterator<ClusterEvent> events =
          scheduler
              .insight()
              .watchEvents(
                  WatchEventsRequest.newBuilder()
                      .setCluster("watched")
                      .setAfterPosition(0)
                      .build());

      ClusterEvent registered = events.next();
      assertThat(registered.getContainerInstance().getContainerInstanceArn())
          .isEqualTo(agent.arn());
      ClusterEvent ran = next(events, first.getTaskArn());
      Task second = runTask("watched");
      ClusterEvent live = next(events, second.getTaskArn());
      assertThat(live.getPosition()).isGreaterThan(ran.getPosition());

      Iterator<ClusterEvent> later =
          scheduler
              .insight()
              .watchEvents(
                  WatchEventsRequest.newBuilder()
                      .setCluster("watched")
                      .setAfterPosition(live.getPosition() - 1)
                      .build());
      assertThat(later.next()).isEqualTo(live);
    }
  }

  private static ClusterEvent next(Iterator<ClusterEvent> events, String task) {
    while (true) {
      ClusterEvent event = events.next();
      if (event.getTask().getTaskArn().equals(task)) {
        return event;
      }
    }
  }

  @Test
  void aTaskIsLocatedOnItsAgent() throws Exception {
    createCluster("located");
    try (TestAgent agent = new TestAgent(scheduler, "located", "i1").alive()) {
      agent.welcome();
      Task task = runTask("located");

      var place =
          scheduler
              .insight()
              .locateTask(LocateTaskRequest.newBuilder().setTask(task.getTaskArn()).build());

      assertThat(place.getAgentAddress()).isEqualTo("i1:7000");
      assertThat(place.getContainersList()).containsExactly("main");
      assertThatThrownBy(
              () ->
                  scheduler
                      .insight()
                      .locateTask(
                          LocateTaskRequest.newBuilder()
                              .setCluster("located")
                              .setTask("no")
                              .build()))
          .satisfies(
              e ->
                  assertThat(ApiErrors.info(e).orElseThrow().getReason())
                      .isEqualTo("InvalidParameterException"));
    }
  }

  @Test
  void whatIsNotBuiltSaysSoThoughClusterAndDefinitionAreMissing() {
    assertThatThrownBy(
            () ->
                scheduler
                    .ecs()
                    .createTaskSet(
                        CreateTaskSetRequest.newBuilder()
                            .setCluster("nowhere")
                            .setTaskDefinition("nothing")
                            .build()))
        .hasMessageStartingWith("UNIMPLEMENTED: Not implemented by this version of Fairlead");
  }

  @Test
  void onlyTheGatewayIsLetIn() {
    assertThatThrownBy(
            () ->
                ECSGrpc.newBlockingStub(scheduler.channel())
                    .listClusters(ListClustersRequest.getDefaultInstance()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
  }
}
