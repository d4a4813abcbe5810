package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.agent.UsageSample;
import io.fairlead.testkit.FreePorts;
import io.fairlead.testkit.SharedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent between a scripted gateway, a real broker and an engine in memory. */
class AgentIT {

  @TempDir Path folder;
  private final MemoryRuntime runtime = new MemoryRuntime();
  private ScriptedGateway gateway;
  private LoneAgent agent;
  private Wire wire;

  @BeforeAll
  static void topics() throws InterruptedException {
    Wire.createTopics(SharedBroker.bootstrapServers());
  }

  @BeforeEach
  void start() throws Exception {
    gateway = new ScriptedGateway();
    wire = new Wire(SharedBroker.bootstrapServers());
    agent = agent();
    gateway.awaitHello();
    await().until(() -> agent.trouble().isEmpty());
  }

  @AfterEach
  void stop() throws InterruptedException {
    agent.close();
    wire.close();
    gateway.close();
  }

  @Test
  void runsWhatIsAssignedAndReportsInTheClustersPartition() {
    wire.followObservations();

    wire.assign(TaskSamples.running("a"));
    List<Observation> seen = wire.observations(last -> last.getStatus().equals("RUNNING"));
    wire.assign(TaskSamples.stopped("a"));
    seen.addAll(wire.observations(last -> last.getStatus().equals("STOPPED")));

    assertThat(seen).extracting(Observation::getEpoch).containsOnly(gateway.epoch.get());
    assertThat(seen).extracting(Observation::getSequence).isSorted().doesNotHaveDuplicates();
    assertThat(runtime.running()).isZero();
  }

  @Test
  void ignoresTheAssignmentsOfOthersOnItsPartition() {
    wire.followObservations();
    wire.assign(
        TaskSamples.running("foreign").toBuilder()
            .setContainerInstanceArn(ScriptedGateway.INSTANCE + "1")
            .build());
    wire.assign(TaskSamples.running("own"));

    wire.observations(last -> last.getStatus().equals("RUNNING"));
    assertThat(runtime.containers.values())
        .extracting(found -> found.assignment().getTaskArn())
        .containsExactly(TaskSamples.arn("own"));
  }

  @Test
  void parksWhatItCannotReadAndGoesOn() {
    wire.follow(Topics.DEAD_LETTERS, 0);
    wire.send("poison", new byte[] {1, 2, 3});
    wire.assign(TaskSamples.running("after"));

    await().until(() -> runtime.running() == 1);
    ConsumerRecord<String, byte[]> letter = wire.poll().getFirst();
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
    wire.followObservations();
    wire.assign(TaskSamples.running("a"));
    wire.observations(last -> last.getStatus().equals("RUNNING"));
    long epoch = gateway.epoch.get();

    gateway.assignments = List.of(TaskSamples.running("a"));
    gateway.failSessions(io.grpc.Status.UNAVAILABLE.asRuntimeException());

    List<Observation> again = wire.observations(last -> last.getEpoch() > epoch);
    assertThat(again.getLast().getStatus()).isEqualTo("RUNNING");
    assertThat(again.getLast().getSequence()).isEqualTo(1);
    assertThat(runtime.starts).hasValue(1);
  }

  @Test
  void anotherProcessOfTheSameInstanceGoesOnWithItsContainersAndItsCredentials() throws Exception {
    wire.followObservations();
    wire.assign(TaskSamples.running("kept"));
    wire.assign(TaskSamples.running("gone"));
    await().until(() -> runtime.running() == 2);
    agent.close();

    gateway.assignments = List.of(TaskSamples.running("kept"), TaskSamples.running("missing"));
    agent = agent();

    wire.observations(
        last ->
            last.getTaskArn().equals(TaskSamples.arn("gone"))
                && last.getStatus().equals("STOPPED"));
    await().until(() -> runtime.starts.get() == 3);
    assertThat(runtime.running()).isEqualTo(2);
    assertThat(gateway.joins).hasValue(1);
  }

  @Test
  void reportsUsageOfTaskAndInstance() {
    wire.follow(Topics.METRICS, 0);
    wire.assign(TaskSamples.running("a"));

    await()
        .untilAsserted(
            () ->
                assertThat(wire.poll())
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

  @Test
  void hasTriedOnceItIsAtWorkOrKnowsWhatIsInItsWay() throws Exception {
    agent.agent().awaitFirstTry(Duration.ofMinutes(1));
    assertThat(agent.trouble()).isEmpty();

    Map<String, String> nobodyThere =
        gateway.joining(SharedBroker.bootstrapServers(), folder.resolve("other"));
    nobodyThere.put("ECS_BACKEND_HOST", "127.0.0.1:" + FreePorts.next());
    try (LoneAgent other = LoneAgent.start(nobodyThere, (_, _) -> runtime)) {
      other.agent().awaitFirstTry(Duration.ofMinutes(1));
      assertThat(other.trouble()).startsWith("cannot join");
    }
  }

  private LoneAgent agent() {
    Map<String, String> variables = gateway.joining(SharedBroker.bootstrapServers(), folder);
    variables.put("FAIRLEAD_USAGE_INTERVAL", "100ms");
    return LoneAgent.start(variables, (_, _) -> runtime);
  }
}
