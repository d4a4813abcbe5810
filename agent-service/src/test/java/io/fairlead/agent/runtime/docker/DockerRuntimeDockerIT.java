package io.fairlead.agent.runtime.docker;

import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.ContainerRuntimeContract;
import io.fairlead.agent.runtime.ImageAccess;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.testkit.RequiresEngine;
import java.time.Duration;
import java.time.InstantSource;

@RequiresEngine
class DockerRuntimeDockerIT extends ContainerRuntimeContract {
  static final String HOST = "unix:///var/run/docker.sock";
  static final DockerSettings SETTINGS =
      new DockerSettings(HOST, Duration.ofMinutes(3), true, ImageAccess.ANONYMOUS);

  @Override
  protected ContainerRuntime open(Ownership owner) {
    return new DockerRuntime(SETTINGS, owner, InstantSource.system());
  }
}
