package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.agent.config.AgentConfig;
import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.agent.UsageSample;
import io.fairlead.testkit.SharedBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent between a scripted gateway, a real broker and an engine in memory. */
class AgentIT {
  private static final int PARTITIONS = 4;
  private static final KafkaClients KAFKA =
      new KafkaClients(SharedBroker.bootstrapServers(), "test");

  @TempDir Path folder;
  private final MemoryRuntime runtime = new MemoryRuntime();
  private ScriptedGateway gateway;
  private Agent agent;
  private Producer<String, byte[]> producer;
  private Consumer<String, byte[]> consumer;

  @BeforeAll
  static void topics() throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.ASSIGNMENTS, PARTITIONS, (short) 1),
                  new NewTopic(Topics.OBSERVATIONS, PARTITIONS, (short) 1),
                  new NewTopic(Topics.METRICS, 1, (short) 1),
                  new NewTopic(Topics.DEAD_LETTERS, 1, (short) 1)))
          .all()
          .get();
    }
  }

  @BeforeEach
  void start() throws Exception {
    gateway = new ScriptedGateway();
    producer = KAFKA.producer();
    consumer = KAFKA.consumer();
    agent = agent();
    gateway.awaitHello();
    await().until(() -> agent.trouble().isEmpty());
  }

  @AfterEach
  void stop() throws InterruptedException {
    agent.close();
    producer.close();
    consumer.close();
    gateway.close();
  }

  @Test
  void runsWhatIsAssignedAndReportsInTheClustersPartition() {
    int partition = Topics.partition("default", PARTITIONS);
    follow(Topics.OBSERVATIONS, partition);

    assign(TaskSamples.running("a"));
    List<Observation> seen = observations(last -> last.getStatus().equals("RUNNING"));
    assign(TaskSamples.stopped("a"));
    seen.addAll(observations(last -> last.getStatus().equals("STOPPED")));

    assertThat(seen).extracting(Observation::getEpoch).containsOnly(gateway.epoch.get());
    assertThat(seen).extracting(Observation::getSequence).isSorted().doesNotHaveDuplicates();
    assertThat(runtime.running()).isZero();
  }

  @Test
  void ignoresTheAssignmentsOfOthersOnItsPartition() {
    follow(Topics.OBSERVATIONS, Topics.partition("default", PARTITIONS));
    assign(
        TaskSamples.running("foreign").toBuilder()
            .setContainerInstanceArn(ScriptedGateway.INSTANCE + "1")
            .build());
    assign(TaskSamples.running("own"));

    observations(last -> last.getStatus().equals("RUNNING"));
    assertThat(runtime.containers.values())
        .extracting(found -> found.assignment().getTaskArn())
        .containsExactly(TaskSamples.arn("own"));
  }

  @Test
  void parksWhatItCannotReadAndGoesOn() {
    follow(Topics.DEAD_LETTERS, 0);
    send("poison", new byte[] {1, 2, 3});
    assign(TaskSamples.running("after"));

    await().until(() -> runtime.running() == 1);
    ConsumerRecord<String, byte[]> letter = poll().getFirst();
    assertThat(letter.value()).containsExactly(1, 2, 3);
    assertThat(letter.headers())
        .extracting(header -> header.key())
        .containsExactly("topic", "partition", "offset", "error");
    assertThat(letter.headers().lastHeader("topic").value())
        .asString()
        .isEqualTo(Topics.ASSIGNMENTS);
  }

  @Test
  void reportsEverythingOnceMoreInANewSession() {
    follow(Topics.OBSERVATIONS, Topics.partition("default", PARTITIONS));
    assign(TaskSamples.running("a"));
    observations(last -> last.getStatus().equals("RUNNING"));
    long epoch = gateway.epoch.get();

    gateway.assignments = List.of(TaskSamples.running("a"));
    gateway.failSessions(io.grpc.Status.UNAVAILABLE.asRuntimeException());

    List<Observation> again = observations(last -> last.getEpoch() > epoch);
    assertThat(again.getLast().getStatus()).isEqualTo("RUNNING");
    assertThat(again.getLast().getSequence()).isEqualTo(1);
    assertThat(runtime.starts).hasValue(1);
  }

  @Test
  void anotherProcessOfTheSameInstanceGoesOnWithItsContainersAndItsCredentials() throws Exception {
    follow(Topics.OBSERVATIONS, Topics.partition("default", PARTITIONS));
    assign(TaskSamples.running("kept"));
    assign(TaskSamples.running("gone"));
    await().until(() -> runtime.running() == 2);
    agent.close();

    gateway.assignments = List.of(TaskSamples.running("kept"), TaskSamples.running("missing"));
    agent = agent();

    observations(
        last ->
            last.getTaskArn().equals(TaskSamples.arn("gone"))
                && last.getStatus().equals("STOPPED"));
    await().until(() -> runtime.starts.get() == 3);
    assertThat(runtime.running()).isEqualTo(2);
    assertThat(gateway.joins).hasValue(1);
  }

  @Test
  void reportsUsageOfTaskAndInstance() {
    follow(Topics.METRICS, 0);
    assign(TaskSamples.running("a"));

    await()
        .untilAsserted(
            () ->
                assertThat(poll())
                    .extracting(record -> UsageSample.parseFrom(record.value()))
                    .anySatisfy(
                        sample -> {
                          assertThat(sample.getTaskArn()).isEqualTo(TaskSamples.arn("a"));
                          assertThat(sample.getCpuUnitsReserved()).isEqualTo(128);
                          assertThat(sample.getMemoryBytesReserved()).isEqualTo(64L << 20);
                          assertThat(sample.getCpuUnits()).isBetween(500.0, 524.0);
                        })
                    .anySatisfy(
                        sample -> {
                          assertThat(sample.getTaskArn()).isEmpty();
                          assertThat(sample.getCpuUnitsReserved()).isEqualTo(2048);
                          assertThat(sample.getMemoryBytes()).isEqualTo(1 << 20);
                        }));
  }

  private Agent agent() {
    return Agent.start(
        AgentConfig.read(
            Map.of(
                "ECS_BACKEND_HOST",
                "127.0.0.1:" + gateway.port(),
                "FAIRLEAD_KAFKA_BOOTSTRAP_SERVERS",
                KAFKA.bootstrapServers(),
                "FAIRLEAD_JOIN_TOKEN",
                ScriptedGateway.TOKEN,
                "FAIRLEAD_USAGE_INTERVAL",
                "100ms",
                "ECS_DATADIR",
                folder.toString())),
        _ -> runtime,
        new SimpleMeterRegistry());
  }

  private void assign(Assignment assignment) {
    send(assignment.getTaskArn(), assignment.toByteArray());
  }

  private void send(String key, byte[] value) {
    producer.send(
        new ProducerRecord<>(
            Topics.ASSIGNMENTS,
            Topics.partition(ScriptedGateway.INSTANCE, PARTITIONS),
            key,
            value));
  }

  private void follow(String topic, int partition) {
    TopicPartition followed = new TopicPartition(topic, partition);
    consumer.assign(List.of(followed));
    consumer.seek(followed, consumer.endOffsets(List.of(followed)).get(followed));
  }

  private List<ConsumerRecord<String, byte[]>> poll() {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    await()
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              consumer.poll(Duration.ofMillis(100)).forEach(records::add);
              return !records.isEmpty();
            });
    return records;
  }

  /** The observations up to the first that is as wanted. */
  private List<Observation> observations(Predicate<Observation> wanted) {
    List<Observation> seen = new ArrayList<>();
    await()
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              poll().forEach(record -> seen.add(parse(record)));
              return seen.stream().anyMatch(wanted);
            });
    return seen;
  }

  private static Observation parse(ConsumerRecord<String, byte[]> record) {
    try {
      return Observation.parseFrom(record.value());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
