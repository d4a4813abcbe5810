package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.agent.runtime.ImageAccess;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.agent.runtime.docker.DockerRuntime;
import io.fairlead.agent.runtime.docker.DockerSettings;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.testkit.RequiresEngine;
import io.fairlead.testkit.SharedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent on a Docker engine. */
@RequiresEngine
class AgentDockerIT {
  private static final String HOST = "unix:///var/run/docker.sock";

  @TempDir Path folder;
  private final String installation = "test-" + UUID.randomUUID();
  private final ContainerRuntime onlooker = docker(ScriptedGateway.INSTANCE, ImageAccess.ANONYMOUS);
  private ScriptedGateway gateway;
  private Wire wire;
  private LoneAgent agent;

  @BeforeAll
  static void topics() throws InterruptedException {
    Wire.createTopics(SharedBroker.bootstrapServers());
  }

  @BeforeEach
  void start() throws Exception {
    gateway = new ScriptedGateway();
    wire = new Wire(SharedBroker.bootstrapServers());
    wire.followObservations();
    agent = agent();
    await().until(() -> agent.trouble().isEmpty());
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    wire.close();
    gateway.close();
    for (FoundContainer left : onlooker.list()) {
      onlooker.remove(left.runtimeId());
    }
    onlooker.close();
  }

  @Test
  void runsStopsAndClearsAwayARealContainer() throws EngineFailure {
    Assignment task = task("while :; do sleep 0.1; done");
    wire.assign(task);
    Observation running = last(wire.observations(seen -> seen.getStatus().equals("RUNNING")));
    assertThat(running.getContainers(0).getRuntimeId())
        .isEqualTo(onlooker.list().getFirst().runtimeId());

    wire.assign(task.toBuilder().setVersion(2).setDesiredStatus("STOPPED").build());
    wire.observations(seen -> seen.getStatus().equals("STOPPED"));
    await().until(() -> onlooker.list().isEmpty());
  }

  @Test
  void reportsTheExitCodeOfAContainerThatEndsByItself() {
    wire.assign(task("sleep 0.2; exit 7"));

    Observation stopped = last(wire.observations(seen -> seen.getStatus().equals("STOPPED")));
    assertThat(stopped.getContainers(0).getExitCode()).isEqualTo(7);
    assertThat(stopped.getStoppedReason()).isEqualTo("Essential container in task exited");
  }

  @Test
  void findsItsContainersAgainAfterARestart() throws Exception {
    Assignment task = task("while :; do sleep 0.1; done");
    wire.assign(task);
    wire.observations(seen -> seen.getStatus().equals("RUNNING"));
    String id = onlooker.list().getFirst().runtimeId();
    agent.close();

    gateway.assignments = List.of(task);
    agent = agent();

    Observation again = last(wire.observations(seen -> seen.getEpoch() > 1));
    assertThat(again.getStatus()).isEqualTo("RUNNING");
    assertThat(again.getContainers(0).getRuntimeId()).isEqualTo(id);
    assertThat(onlooker.list()).hasSize(1);
  }

  private static Observation last(List<Observation> observations) {
    return observations.getLast();
  }

  private static Assignment task(String script) {
    Assignment sample = TaskSamples.running(UUID.randomUUID().toString().replace("-", ""));
    return sample.toBuilder()
        .setTaskDefinition(
            TaskDefinition.newBuilder()
                .setFamily("web")
                .setRevision(1)
                .setNetworkMode(NetworkMode.NETWORK_MODE_NONE)
                .addContainerDefinitions(
                    ContainerDefinition.newBuilder()
                        .setName("web")
                        .setImage("fairlead/busybox:latest")
                        .setEssential(true)
                        .setMemory(32)
                        .setStopTimeout(2)
                        .addAllCommand(List.of("sh", "-c", "trap 'exit 0' TERM; " + script))))
        .build();
  }

  private LoneAgent agent() {
    Map<String, String> variables = gateway.joining(SharedBroker.bootstrapServers(), folder);
    variables.put("ECS_IMAGE_PULL_BEHAVIOR", "prefer-cached");
    variables.put("ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", "100ms");
    return LoneAgent.start(variables, this::docker);
  }

  private ContainerRuntime docker(String instance, ImageAccess registry) {
    return new DockerRuntime(
        new DockerSettings(HOST, Duration.ofMinutes(3), true, ImageAccess.ANONYMOUS),
        new Ownership(installation, instance),
        InstantSource.system());
  }
}
