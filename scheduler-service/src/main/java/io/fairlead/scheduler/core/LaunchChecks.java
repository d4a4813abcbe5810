package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.ContainerOverride;
import io.fairlead.proto.ecs.LaunchType;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TaskDefinitionStatus;
import io.fairlead.proto.ecs.TaskOverride;
import io.fairlead.proto.state.TaskDefinitionRecord;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What everything that runs a task definition checks first. Each check gives its "no", if any. */
final class LaunchChecks {
  private static final Pattern STARTED_BY = Pattern.compile("[A-Za-z0-9_/-]{1,128}");

  /**
   * What the agents of a cluster that takes thousands of tasks a second have before them in a
   * second or two. More would only wait, and what waits slows down what runs.
   */
  private static final int MOST_UNHEARD = 5_000;

  private LaunchChecks() {}

  /** That the cluster's agents keep up: callers wait instead of tasks, which cost nothing then. */
  static Optional<Rejection> pace(ClusterState state) {
    return state.unheardTasks() < MOST_UNHEARD
        ? Optional.empty()
        : Optional.of(
            new Rejection(
                Rejection.Type.THROTTLING,
                "Rate exceeded: %d tasks of the cluster wait for a first word of their agents; try again when fewer do."
                    .formatted(state.unheardTasks())));
  }

  /** That the named revision is there, ACTIVE, and asks for nothing that no agent does. */
  static Optional<Rejection> definition(Optional<TaskDefinitionRecord> definition) {
    if (definition.isEmpty()) {
      return client("TaskDefinition not found.");
    }
    TaskDefinition revision = definition.get().getDefinition();
    if (revision.getStatus() != TaskDefinitionStatus.TASK_DEFINITION_STATUS_ACTIVE) {
      return client("TaskDefinition is inactive");
    }
    return Unsupported.in(revision);
  }

  private static Optional<Rejection> client(String message) {
    return Optional.of(new Rejection(Rejection.Type.CLIENT, message));
  }

  /** That only launch types are asked for which run on container instances. */
  static Optional<Rejection> launchType(LaunchType type) {
    return switch (type) {
      case LAUNCH_TYPE_UNSPECIFIED, LAUNCH_TYPE_EC2, LAUNCH_TYPE_EXTERNAL -> Optional.empty();
      case LAUNCH_TYPE_FARGATE -> Optional.of(Rejection.unsupported("launchType FARGATE"));
      case LAUNCH_TYPE_MANAGED_INSTANCES ->
          Optional.of(Rejection.unsupported("launchType MANAGED_INSTANCES"));
      case UNRECOGNIZED -> Optional.of(Rejection.invalid("launchType is unknown."));
    };
  }

  /** That overrides name containers of the definition, and sizes that can be read. */
  static Optional<Rejection> overrides(TaskDefinition definition, TaskOverride overrides) {
    Set<String> names =
        definition.getContainerDefinitionsList().stream()
            .map(container -> container.getName())
            .collect(Collectors.toSet());
    return Stream.of(
            overrides.getContainerOverridesList().stream()
                .filter(override -> !names.contains(override.getName()))
                .map(override -> noContainer(override.getName())),
            invalidIf(
                overrides.hasCpu() && TaskSize.cpuUnits(overrides.getCpu()).isEmpty(),
                "overrides.cpu is neither CPU units nor vCPU: " + overrides.getCpu()),
            invalidIf(
                overrides.hasMemory() && TaskSize.mebibytes(overrides.getMemory()).isEmpty(),
                "overrides.memory is neither MiB nor GB: " + overrides.getMemory()),
            invalidIf(
                overrides.getContainerOverridesList().stream().anyMatch(LaunchChecks::isNoSize),
                "overrides.containerOverrides: cpu must not be negative, memory and"
                    + " memoryReservation must be 6 MiB or more."),
            unsupportedIf(
                overrides.getContainerOverridesList().stream()
                    .anyMatch(override -> override.getResourceRequirementsCount() > 0),
                "overrides.containerOverrides.resourceRequirements"),
            unsupportedIf(
                overrides.getInferenceAcceleratorOverridesCount() > 0,
                "overrides.inferenceAcceleratorOverrides"),
            unsupportedIf(overrides.hasEphemeralStorage(), "overrides.ephemeralStorage"))
        .flatMap(found -> found)
        .findFirst();
  }

  private static boolean isNoSize(ContainerOverride override) {
    return override.getCpu() < 0
        || (override.hasMemory() && override.getMemory() < TaskSize.LEAST_MEMORY)
        || (override.hasMemoryReservation()
            && override.getMemoryReservation() < TaskSize.LEAST_MEMORY);
  }

  private static Rejection noContainer(String name) {
    return Rejection.invalid(
        "Override for container named " + name + " is not a container in the TaskDefinition.");
  }

  /** That a caller's group does not pose as a service's, whose name space is reserved. */
  static Stream<Rejection> group(String group) {
    return invalidIf(
        group.startsWith("service:"),
        "Invalid namespace for group: groups that begin with service: belong to services.");
  }

  static Stream<Rejection> startedBy(String startedBy) {
    return invalidIf(
        !startedBy.isEmpty() && !STARTED_BY.matcher(startedBy).matches(),
        "startedBy takes up to 128 letters, digits, hyphens, slashes and underscores.");
  }

  static Stream<Rejection> unsupportedIf(boolean present, String member) {
    return present ? Stream.of(Rejection.unsupported(member)) : Stream.empty();
  }

  static Stream<Rejection> invalidIf(boolean wrong, String message) {
    return wrong ? Stream.of(Rejection.invalid(message)) : Stream.empty();
  }
}
