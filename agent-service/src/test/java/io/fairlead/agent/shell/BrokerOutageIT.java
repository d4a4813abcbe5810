package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.proto.agent.Observation;
import io.fairlead.testkit.EmbeddedBroker;
import io.fairlead.testkit.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent whose broker goes away and comes back. */
class BrokerOutageIT {
  @TempDir Path folder;
  private final MemoryRuntime runtime = new MemoryRuntime();
  private EmbeddedBroker.Settings settings;
  private EmbeddedBroker broker;
  private ScriptedGateway gateway;
  private LoneAgent agent;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    settings =
        new EmbeddedBroker.Settings(folder.resolve("broker"), FreePorts.next(), FreePorts.next());
    broker = EmbeddedBroker.start(settings);
    Wire.createTopics(broker.bootstrapServers());
    gateway = new ScriptedGateway();
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    gateway.close();
    broker.close();
  }

  @Test
  void tellsAfterwardsWhatHappenedMeanwhile() throws Exception {
    agent = agent();
    await().until(() -> agent.trouble().isEmpty());
    try (Wire wire = new Wire(broker.bootstrapServers())) {
      wire.followObservations();
      wire.assign(TaskSamples.running("a"));
      wire.observations(seen -> seen.getStatus().equals("RUNNING"));
    }
    broker.close();

    runtime.exit("c1", 5);
    gateway.send(TaskSamples.running("a"), TaskSamples.running("b"));
    await().until(() -> runtime.running() == 1);
    broker = EmbeddedBroker.start(settings);

    try (Wire wire = new Wire(broker.bootstrapServers())) {
      wire.followObservationsFromTheStart();
      List<Observation> all =
          wire.observations(
              seen -> seen.getTaskArn().endsWith("/a") && seen.getStatus().equals("STOPPED"));
      if (all.stream().noneMatch(BrokerOutageIT::newcomerRuns)) {
        wire.observations(BrokerOutageIT::newcomerRuns);
      }
    }
  }

  @Test
  void asksForEverythingOnceTheBrokerIsThere() throws Exception {
    broker.close();
    agent = agent();
    gateway.awaitHello();
    gateway.assignments = List.of(TaskSamples.running("a"));

    broker = EmbeddedBroker.start(settings);

    gateway.awaitHello();
    await().until(() -> runtime.running() == 1);
    assertThat(agent.trouble()).isEmpty();
  }

  private static boolean newcomerRuns(Observation seen) {
    return seen.getTaskArn().endsWith("/b") && seen.getStatus().equals("RUNNING");
  }

  private LoneAgent agent() {
    return LoneAgent.start(
        gateway.joining(broker.bootstrapServers(), folder.resolve("agent")), (_, _) -> runtime);
  }
}
