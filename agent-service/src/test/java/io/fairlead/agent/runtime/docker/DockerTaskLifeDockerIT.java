package io.fairlead.agent.runtime.docker;

import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.agent.runtime.TaskLifeContract;
import io.fairlead.testkit.RequiresEngine;
import java.time.InstantSource;

@RequiresEngine
class DockerTaskLifeDockerIT extends TaskLifeContract {
  @Override
  protected ContainerRuntime open(Ownership owner) {
    return new DockerRuntime(DockerRuntimeDockerIT.SETTINGS, owner, InstantSource.system());
  }
}
