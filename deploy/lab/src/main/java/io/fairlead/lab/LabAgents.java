package io.fairlead.lab;

import io.fairlead.agent.config.AgentConfig;
import io.fairlead.agent.config.Variables;
import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.agent.runtime.docker.DockerRuntime;
import io.fairlead.agent.runtime.docker.DockerSettings;
import io.fairlead.agent.runtime.simulated.ImageSource;
import io.fairlead.agent.runtime.simulated.SimulatedEngine;
import io.fairlead.agent.runtime.simulated.SimulatedRuntime;
import io.fairlead.agent.runtime.simulated.SystemTimeline;
import io.fairlead.agent.shell.Agent;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lab's instances: agents like any other, each with a folder, a port and credentials of its
 * own.
 */
final class LabAgents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LabAgents.class);
  private static final List<String> ZONES = List.of("a", "b", "c");
  private static final String CREDENTIALS = "instance-credentials.json";

  private final LabOptions options;
  private final Home home;
  private final ServiceProperties services;
  private final SystemTimeline timeline = new SystemTimeline();
  private final List<Agent> agents = new ArrayList<>();

  LabAgents(LabOptions options, Home home, ServiceProperties services) {
    this.options = options;
    this.home = home;
    this.services = services;
  }

  /** How many of the instances have no credentials yet and need a token to join. */
  int newcomers() {
    return (int) numbers().filter(number -> !joined(number)).count();
  }

  /**
   * Starts all; they come up in the background.
   *
   * @param joinToken for the newcomers; empty where there are none
   */
  void start(String joinToken, String installation, MeterRegistry metrics) {
    numbers()
        .forEach(
            number -> {
              Map<String, String> variables = variables(number, installation);
              if (!joined(number)) {
                variables.put(Variables.JOIN_TOKEN, joinToken);
              }
              AgentConfig config = AgentConfig.read(variables);
              agents.add(Agent.start(config, arn -> runtime(config, arn, installation), metrics));
            });
  }

  private IntStream numbers() {
    return IntStream.rangeClosed(1, options.instances());
  }

  private boolean joined(int number) {
    return Files.exists(folder(number).resolve(CREDENTIALS));
  }

  private Path folder(int number) {
    // An instance stays what it is: a simulated one does not take over a real one's tasks.
    String runtime = options.runtime().name().toLowerCase(Locale.ROOT);
    return home.data("agents").resolve(runtime + "-" + number);
  }

  /** The environment holds for all agents; what must differ between them is set for each. */
  private Map<String, String> variables(int number, String installation) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.put(Variables.CLUSTER, options.cluster());
    variables.put(Variables.GATEWAY, services.gatewayAddress());
    variables.put(Variables.KAFKA, services.kafka());
    variables.put(Variables.DATA_DIR, folder(number).toString());
    variables.put(Variables.INSTALLATION, installation);
    variables.put(Variables.LISTEN, ServiceProperties.address(options.ports().agent(number)));
    variables.putIfAbsent(Variables.INSTANCE_ATTRIBUTES, attributes(number));
    // Images of one's own machine are used as they are: a lab need not reach a registry.
    variables.putIfAbsent(Variables.PULL_BEHAVIOR, "prefer-cached");
    return variables;
  }

  private String attributes(int number) {
    String zone = options.region() + ZONES.get((number - 1) % ZONES.size());
    return "{\"ecs.availability-zone\":\"" + zone + "\",\"name\":\"instance-" + number + "\"}";
  }

  private ContainerRuntime runtime(AgentConfig config, String arn, String installation) {
    Ownership owner = new Ownership(installation, arn);
    return switch (options.runtime()) {
      case DOCKER ->
          new DockerRuntime(DockerSettings.of(config.tasks()), owner, InstantSource.system());
      case SIMULATED ->
          new SimulatedRuntime(new SimulatedEngine(timeline), owner, ImageSource.EVERYTHING);
    };
  }

  @Override
  public void close() {
    List<Thread> closing =
        agents.stream().map(agent -> Thread.ofVirtual().start(() -> close(agent))).toList();
    try {
      for (Thread thread : closing) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    timeline.close();
  }

  private static void close(Agent agent) {
    try {
      agent.close();
    } catch (InterruptedException e) {
      LOG.warn("an agent was interrupted while it closed", e);
    }
  }
}
