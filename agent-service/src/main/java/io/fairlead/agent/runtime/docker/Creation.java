package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import io.fairlead.agent.runtime.Blueprint;
import io.fairlead.proto.ecs.ContainerDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The order to create a container. */
final class Creation {
  private final Blueprint blueprint;
  private final ContainerDefinition container;
  private final String image;
  private final PortPlan ports;
  private final Optional<String> cgroup;

  /**
   * @param image as the engine calls it
   * @param cgroup that bounds the whole task; where there is none the container bears the bounds
   */
  Creation(Blueprint blueprint, String image, PortPlan ports, Optional<String> cgroup) {
    this.blueprint = blueprint;
    this.container = blueprint.container();
    this.image = image;
    this.ports = ports;
    this.cgroup = cgroup;
  }

  CreateContainerCmd order(
      DockerClient client, Map<String, String> environment, Map<String, String> labels) {
    CreateContainerCmd order =
        client
            .createContainerCmd(image)
            .withName(blueprint.engineName(container.getName()))
            .withLabels(labels)
            .withEnv(environment.entrySet().stream().map(Creation::pair).toList())
            .withExposedPorts(ports.exposed())
            .withTty(container.getPseudoTerminal())
            .withStdinOpen(container.getInteractive())
            .withHostConfig(hostConfig());
    setProcess(order);
    if (container.hasHealthCheck()) {
      order.withHealthcheck(healthCheck());
    }
    return order;
  }

  private static String pair(Map.Entry<String, String> variable) {
    return variable.getKey() + "=" + variable.getValue();
  }

  /** Only what is said is set: an empty list would hide what the image says. */
  private void setProcess(CreateContainerCmd order) {
    if (container.getCommandCount() > 0) {
      order.withCmd(container.getCommandList());
    }
    if (container.getEntryPointCount() > 0) {
      order.withEntrypoint(container.getEntryPointList());
    }
    if (!container.getWorkingDirectory().isEmpty()) {
      order.withWorkingDir(container.getWorkingDirectory());
    }
    if (!container.getUser().isEmpty()) {
      order.withUser(container.getUser());
    }
    if (!container.getHostname().isEmpty()) {
      order.withHostName(container.getHostname());
    }
  }

  private HostConfig hostConfig() {
    HostConfig host = HostConfig.newHostConfig();
    Resources.set(host, blueprint, cgroup);
    Mounts.set(host, blueprint);
    Networking.set(host, blueprint, ports);
    Isolation.set(host, blueprint);
    if (container.hasLogConfiguration()) {
      host.withLogConfig(Logging.of(container.getLogConfiguration()));
    }
    return host;
  }

  /** Times are seconds in the API and nanoseconds in the engine; the defaults are those of ECS. */
  private HealthCheck healthCheck() {
    io.fairlead.proto.ecs.HealthCheck check = container.getHealthCheck();
    List<String> command = check.getCommandList();
    return new HealthCheck()
        .withTest(command.size() == 1 ? List.of("CMD-SHELL", command.getFirst()) : command)
        .withInterval(nanos(check.hasInterval() ? check.getInterval() : 30))
        .withTimeout(nanos(check.hasTimeout() ? check.getTimeout() : 5))
        .withRetries(check.hasRetries() ? check.getRetries() : 3)
        .withStartPeriod(nanos(check.getStartPeriod()));
  }

  private static long nanos(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
