package io.fairlead.agent.core;

/** Why a container could not be brought to life. */
public record Failure(Kind kind, String message) {

  /** What was tried; the names are those that ECS puts before its reasons. */
  public enum Kind {
    PULL("CannotPullContainerError"),
    CREATE("CannotCreateContainerError"),
    START("CannotStartContainerError"),
    TIMEOUT("DockerTimeoutError"),
    DEPENDENCY("ContainerDependencyError");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  /** As ECS prints it, e.g. {@code CannotPullContainerError: no such image}. */
  public String reason() {
    return kind.prefix + ": " + message;
  }
}
