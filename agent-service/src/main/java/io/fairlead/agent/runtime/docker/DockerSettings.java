package io.fairlead.agent.runtime.docker;

import io.fairlead.agent.config.AgentConfig;
import io.fairlead.agent.runtime.ImageAccess;
import java.time.Duration;

/**
 * How to work with a Docker engine.
 *
 * @param host e.g. {@code unix:///var/run/docker.sock}
 * @param callTimeout how long creating or starting a container may take
 * @param taskCgroups whether tasks may get cgroups of their own
 * @param access to registries
 */
public record DockerSettings(
    String host, Duration callTimeout, boolean taskCgroups, ImageAccess access) {

  /**
   * As the agent was told.
   *
   * @param access to registries that it was told no login for
   */
  public static DockerSettings of(AgentConfig.Tasks tasks, ImageAccess access) {
    return new DockerSettings(
        tasks.dockerHost(),
        tasks.startTimeout(),
        tasks.taskCgroups(),
        access.after(tasks.logins()));
  }
}
