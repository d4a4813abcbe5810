package io.fairlead.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.agent.config.AgentConfig;
import io.fairlead.agent.config.Variables;
import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.ImageAccess;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.agent.runtime.docker.DockerRuntime;
import io.fairlead.agent.runtime.docker.DockerSettings;
import io.fairlead.agent.runtime.simulated.ImageSource;
import io.fairlead.agent.runtime.simulated.SimulatedEngine;
import io.fairlead.agent.runtime.simulated.SimulatedRuntime;
import io.fairlead.agent.runtime.simulated.SystemTimeline;
import io.fairlead.agent.shell.Agent;
import io.fairlead.agent.shell.CredentialFile;
import io.fairlead.agent.shell.CredentialStore;
import io.fairlead.agent.shell.Transport;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lab's instances: agents like any other, each with credentials of its own, over one transport.
 */
final class LabAgents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LabAgents.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ZONES = List.of("a", "b", "c");

  /** However many instances there are, their samples of usage are no more a second. */
  private static final int SAMPLES_A_SECOND = 100;

  private static final int SHORTEST_SAMPLING_SECONDS = 10;

  private final LabOptions options;
  private final Home home;
  private final ServiceProperties services;
  private final SystemTimeline timeline = new SystemTimeline();
  private final FleetCredentials simulated;
  private final List<Agent> agents = new ArrayList<>();
  private @Nullable Transport transport;

  LabAgents(LabOptions options, Home home, ServiceProperties services) throws IOException {
    this.options = options;
    this.home = home;
    this.services = services;
    this.simulated = FleetCredentials.open(home.data("agents").resolve("simulated.jsonl"));
  }

  /** How many of the instances have no credentials yet and need a token to join. */
  int newcomers() throws IOException {
    int newcomers = 0;
    for (int number = 1; number <= options.instances(); number++) {
      newcomers += store(number).load().isPresent() ? 0 : 1;
    }
    return newcomers;
  }

  /**
   * Starts all; they come up in the background.
   *
   * @param joinTokens which the newcomers take in turn
   */
  void start(List<String> joinTokens, String installation, MeterRegistry metrics)
      throws IOException {
    Transport shared = Transport.open(AgentConfig.read(variables(0, installation)), metrics);
    transport = shared;
    int newcomers = 0;
    for (int number = 1; number <= options.instances(); number++) {
      Map<String, String> variables = variables(number, installation);
      if (store(number).load().isEmpty()) {
        variables.put(Variables.JOIN_TOKEN, Simulation.inTurn(joinTokens, ++newcomers));
      }
      AgentConfig config = AgentConfig.read(variables);
      agents.add(
          Agent.start(
              config,
              store(number),
              (arn, registry) -> runtime(config, new Ownership(installation, arn), registry),
              shared));
    }
  }

  /**
   * Ends agents without a word to anybody, as a process does that is killed.
   *
   * @param first number of the first, counted from 1
   * @return the ARNs of their instances
   */
  List<String> kill(int first, int count) throws IOException {
    if (first < 1 || count < 1 || first + count - 1 > agents.size()) {
      throw new IllegalArgumentException("there are " + agents.size() + " instances");
    }
    List<String> arns = new ArrayList<>();
    for (int number = first; number < first + count; number++) {
      store(number).load().ifPresent(joined -> arns.add(joined.containerInstanceArn()));
    }
    closeAll(agents.subList(first - 1, first - 1 + count));
    return arns;
  }

  /** An instance stays what it is: a simulated one does not take over a real one's tasks. */
  private CredentialStore store(int number) {
    return switch (options.runtime()) {
      case DOCKER -> new CredentialFile(folder(number));
      case SIMULATED -> simulated.of(number);
    };
  }

  private Path folder(int number) {
    return home.data("agents").resolve("docker-" + number);
  }

  /** The environment holds for all agents; what must differ between them is set for each. */
  private Map<String, String> variables(int number, String installation) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.put(Variables.CLUSTER, options.cluster());
    variables.put(Variables.GATEWAY, services.gatewayAddress());
    variables.put(Variables.KAFKA, services.kafka());
    variables.put(Variables.DATA_DIR, folder(number).toString());
    variables.put(Variables.INSTALLATION, installation);
    variables.put(Variables.LISTEN, ServiceProperties.address(options.ports().agents()));
    variables.putIfAbsent(
        Variables.USAGE_INTERVAL,
        Math.max(SHORTEST_SAMPLING_SECONDS, options.instances() / SAMPLES_A_SECOND) + "s");
    // Images of one's own machine are used as they are: a lab need not reach a registry.
    variables.putIfAbsent(Variables.PULL_BEHAVIOR, "prefer-cached");
    if (options.runtime() == LabOptions.Runtime.SIMULATED) {
      // Nobody looks into the stopped containers of simulated instances, and each costs memory.
      variables.putIfAbsent(Variables.CLEANUP_WAIT, "1m");
    }
    if (number > 0) {
      machine(number).forEach(variables::putIfAbsent);
    }
    return variables;
  }

  private Map<String, String> machine(int number) {
    Simulation simulation = options.simulation();
    return switch (options.runtime()) {
      case DOCKER -> Map.of(Variables.INSTANCE_ATTRIBUTES, attributes(number, Map.of()));
      case SIMULATED ->
          Map.of(
              Variables.CPU,
              Simulation.inTurn(simulation.cpu(), number).toString(),
              Variables.MEMORY,
              Simulation.inTurn(simulation.memory(), number).toString(),
              Variables.INSTANCE_ATTRIBUTES,
              attributes(number, simulation.attributes()));
    };
  }

  private String attributes(int number, Map<String, List<String>> custom) {
    List<String> zones = options.simulation().zones();
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(
        "ecs.availability-zone",
        zones.isEmpty()
            ? options.region() + Simulation.inTurn(ZONES, number)
            : Simulation.inTurn(zones, number));
    attributes.put("name", "instance-" + number);
    custom.forEach((name, values) -> attributes.put(name, Simulation.inTurn(values, number)));
    return JSON.valueToTree(attributes).toString();
  }

  private ContainerRuntime runtime(AgentConfig config, Ownership owner, ImageAccess registry) {
    return switch (options.runtime()) {
      case DOCKER ->
          new DockerRuntime(
              DockerSettings.of(config.tasks(), registry), owner, InstantSource.system());
      case SIMULATED ->
          new SimulatedRuntime(
              new SimulatedEngine(timeline),
              owner,
              ImageSource.EVERYTHING,
              options.simulation().habits());
    };
  }

  @Override
  public void close() throws IOException {
    closeAll(agents);
    try {
      if (transport != null) {
        transport.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    timeline.close();
    simulated.close();
  }

  private static void closeAll(List<Agent> agents) {
    List<Thread> closing =
        agents.stream().map(agent -> Thread.ofVirtual().start(() -> close(agent))).toList();
    try {
      for (Thread thread : closing) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Agent agent) {
    try {
      agent.close();
    } catch (InterruptedException e) {
      LOG.warn("an agent was interrupted while it closed", e);
    }
  }
}
