package io.fairlead.agent.runtime;

import io.fairlead.agent.core.ContainerChange;

/** What the engine tells unasked. */
public sealed interface RuntimeEvent {

  /** Something became of an own container. */
  record OfContainer(String taskArn, String container, String runtimeId, ContainerChange change)
      implements RuntimeEvent {}

  /** Events may have been missed: look again at everything. */
  record Gap() implements RuntimeEvent {}
}
