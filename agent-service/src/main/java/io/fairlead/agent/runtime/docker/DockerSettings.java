package io.fairlead.agent.runtime.docker;

import io.fairlead.agent.config.AgentConfig;
import io.fairlead.agent.config.RegistryLogins;
import java.time.Duration;

/**
 * How to work with a Docker engine.
 *
 * @param host e.g. {@code unix:///var/run/docker.sock}
 * @param callTimeout how long creating or starting a container may take
 * @param taskCgroups whether tasks may get cgroups of their own
 * @param logins for registries that ask who pulls
 */
public record DockerSettings(
    String host, Duration callTimeout, boolean taskCgroups, RegistryLogins logins) {

  /** As the agent was told. */
  public static DockerSettings of(AgentConfig.Tasks tasks) {
    return new DockerSettings(
        tasks.dockerHost(), tasks.startTimeout(), tasks.taskCgroups(), tasks.logins());
  }
}
