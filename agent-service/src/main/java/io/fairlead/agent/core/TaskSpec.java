package io.fairlead.agent.core;

import io.fairlead.proto.agent.Assignment;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of one task, as far as its steps depend on it.
 *
 * @param containers in the order of their dependencies: who is needed comes first
 * @param refusal names the member that cannot be honoured; null where all can
 * @param cleanupWait how long the containers of a stopped task stay
 */
public record TaskSpec(
    Assignment assignment,
    List<ContainerSpec> containers,
    @Nullable String refusal,
    Duration cleanupWait) {

  /** Reads an assignment. */
  public static TaskSpec of(Assignment assignment, TaskDefaults defaults) {
    return SpecReader.read(assignment, defaults);
  }

  /** The container of that name. */
  ContainerSpec container(String name) {
    return containers.stream()
        .filter(container -> container.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no container " + name));
  }

  /** Whether the scheduler wants the task gone. */
  public boolean stopWanted() {
    return assignment.getDesiredStatus().equals("STOPPED");
  }
}
