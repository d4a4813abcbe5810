package io.fairlead.agent.core;

/** Where a container is on its way; the {@code -ING} phases last while the engine works on it. */
public enum Phase {
  ABSENT,
  PULLING,
  PULLED,
  CREATING,
  CREATED,
  STARTING,
  RUNNING,
  STOPPING,
  EXITED,
  REMOVING,
  REMOVED;

  /** Whether an action is under way, so that nothing else may be asked for. */
  public boolean busy() {
    return switch (this) {
      case PULLING, CREATING, STARTING, STOPPING, REMOVING -> true;
      case ABSENT, PULLED, CREATED, RUNNING, EXITED, REMOVED -> false;
    };
  }

  /** Whether a process of the container may be alive. */
  public boolean alive() {
    return this == STARTING || this == RUNNING || this == STOPPING;
  }

  /** Where the container is again when the action under way has come to nothing. */
  Phase settled() {
    return switch (this) {
      case PULLING -> ABSENT;
      case CREATING -> PULLED;
      case STARTING -> CREATED;
      case STOPPING -> RUNNING;
      case REMOVING -> EXITED;
      case ABSENT, PULLED, CREATED, RUNNING, EXITED, REMOVED -> this;
    };
  }
}
