package io.fairlead.agent.shell;

import io.fairlead.agent.runtime.ContainerRuntime;

/**
 * Where an agent gets its container engine, once it knows which instance it is: containers are
 * labelled with that.
 */
@FunctionalInterface
public interface RuntimeSource {
  /** The engine as that instance sees it. */
  ContainerRuntime of(String containerInstanceArn);
}
