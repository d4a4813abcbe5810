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
import io.fairlead.agent.shell.Cable;
import io.fairlead.agent.shell.CredentialFile;
import io.fairlead.agent.shell.CredentialStore;
import io.fairlead.agent.shell.RuntimeSource;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lab's instances: agents like any other, each with credentials of its own, over one transport.
 */
final class LabAgents implements AutoCloseable {
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
  private final List<LabInstance> instances = new ArrayList<>();
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
      instances.add(instance(number, AgentConfig.read(variables), shared));
    }
    instances.forEach(LabInstance::start);
  }

  private LabInstance instance(int number, AgentConfig config, Transport shared) {
    Cable cable = new Cable();
    Optional<SimulatedEngine> engine =
        options.runtime() == LabOptions.Runtime.SIMULATED
            ? Optional.of(new SimulatedEngine(timeline))
            : Optional.empty();
    RuntimeSource runtimes =
        (arn, registry) -> {
          Ownership owner = new Ownership(config.installation(), arn);
          return engine
              .<ContainerRuntime>map(it -> simulated(it, owner))
              .orElseGet(() -> docker(config, owner, registry));
        };
    return new LabInstance(
        name(number),
        zone(number),
        cable,
        engine,
        clock -> Agent.start(config, store(number), runtimes, shared.behind(cable), clock));
  }

  /** The instances, in the order of their numbers. */
  List<LabInstance> instances() {
    return List.copyOf(instances);
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
      // Nobody looks into the stopped containers of simulated instances; what of them outlives the
      // next collection is copied by it.
      variables.putIfAbsent(Variables.CLEANUP_WAIT, "1s");
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
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("ecs.availability-zone", zone(number));
    attributes.put("name", name(number));
    custom.forEach((name, values) -> attributes.put(name, Simulation.inTurn(values, number)));
    return JSON.valueToTree(attributes).toString();
  }

  private static String name(int number) {
    return "instance-" + number;
  }

  private String zone(int number) {
    List<String> zones = options.simulation().zones();
    return zones.isEmpty()
        ? options.region() + Simulation.inTurn(ZONES, number)
        : Simulation.inTurn(zones, number);
  }

  private static ContainerRuntime docker(
      AgentConfig config, Ownership owner, ImageAccess registry) {
    return new DockerRuntime(
        DockerSettings.of(config.tasks(), registry), owner, InstantSource.system());
  }

  private ContainerRuntime simulated(SimulatedEngine engine, Ownership owner) {
    return new SimulatedRuntime(
        engine, owner, ImageSource.EVERYTHING, options.simulation().habits());
  }

  @Override
  public void close() throws IOException {
    List<Thread> stopping =
        instances.stream().map(it -> Thread.ofVirtual().start(it::stop)).toList();
    try {
      for (Thread thread : stopping) {
        thread.join();
      }
      if (transport != null) {
        transport.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    timeline.close();
    simulated.close();
  }
}
