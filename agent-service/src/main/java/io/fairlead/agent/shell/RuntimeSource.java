package io.fairlead.agent.shell;

import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.ImageAccess;

/**
 * Where an agent gets its container engine, once it knows which instance it is: containers are
 * labelled with that.
 */
@FunctionalInterface
public interface RuntimeSource {
  /**
   * The engine as that instance sees it.
   *
   * @param registry where the instance may pull images
   */
  ContainerRuntime of(String containerInstanceArn, ImageAccess registry);
}
