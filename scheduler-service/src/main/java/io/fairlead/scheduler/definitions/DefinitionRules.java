package io.fairlead.scheduler.definitions;

import static io.fairlead.scheduler.definitions.Rules.when;

import io.fairlead.proto.ecs.Compatibility;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.Volume;
import io.fairlead.scheduler.core.DefinitionConstraints;
import io.fairlead.scheduler.core.TaskSize;
import io.fairlead.scheduler.core.placement.Placer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What RegisterTaskDefinition accepts. Source: the API reference's members of TaskDefinition and
 * ContainerDefinition, and the task definition parameters of the ECS developer guide.
 */
public final class DefinitionRules {
  static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,255}");
  private static final int MOST_CONTAINERS = 10;
  private static final int MOST_CONSTRAINTS = 10;
  private static final int LEAST_CPU = 128;

  private static final Rules<RegisterTaskDefinitionRequest> RULES =
      Rules.of(
          DefinitionRules::family,
          DefinitionRules::containerCount,
          DefinitionRules::containerNames,
          DefinitionRules::essential,
          DefinitionRules::cpu,
          DefinitionRules::memory,
          DefinitionRules::fargate,
          DefinitionRules::volumes,
          DefinitionRules::constraints,
          DefinitionRules::containers,
          ContainerReferences::complaint);

  private DefinitionRules() {}

  /** What is wrong with the request, naming the member; empty where nothing is. */
  public static Optional<String> complaint(RegisterTaskDefinitionRequest request) {
    return RULES.complaint(request);
  }

  private static Optional<String> family(RegisterTaskDefinitionRequest request) {
    return when(
        !NAME.matcher(request.getFamily()).matches(),
        "family must be 1 to 255 letters, numbers, hyphens and underscores.");
  }

  private static Optional<String> containerCount(RegisterTaskDefinitionRequest request) {
    int count = request.getContainerDefinitionsCount();
    return when(
        count == 0 || count > MOST_CONTAINERS,
        "containerDefinitions must have 1 to "
            + MOST_CONTAINERS
            + " containers, not "
            + count
            + ".");
  }

  private static Optional<String> containerNames(RegisterTaskDefinitionRequest request) {
    Set<String> seen = new HashSet<>();
    for (ContainerDefinition container : request.getContainerDefinitionsList()) {
      if (!NAME.matcher(container.getName()).matches()) {
        return Optional.of(
            "containerDefinitions: name '"
                + container.getName()
                + "' must be 1 to 255 letters, numbers, hyphens and underscores.");
      }
      if (!seen.add(container.getName())) {
        return Optional.of(
            "containerDefinitions: the name '" + container.getName() + "' is used twice.");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> essential(RegisterTaskDefinitionRequest request) {
    return when(
        request.getContainerDefinitionsList().stream()
            .noneMatch(container -> !container.hasEssential() || container.getEssential()),
        "containerDefinitions: at least one container must be essential.");
  }

  private static Optional<String> cpu(RegisterTaskDefinitionRequest request) {
    if (request.getCpu().isEmpty()) {
      return Optional.empty();
    }
    OptionalInt units = TaskSize.cpuUnits(request.getCpu());
    return when(
        units.isEmpty() || units.getAsInt() < LEAST_CPU,
        "cpu '"
            + request.getCpu()
            + "' must be CPU units (128 or more) or vCPUs, such as \"512\" or \".5 vCPU\".");
  }

  private static Optional<String> memory(RegisterTaskDefinitionRequest request) {
    if (request.getMemory().isEmpty()) {
      return sized(request);
    }
    OptionalInt size = TaskSize.mebibytes(request.getMemory());
    if (size.isEmpty() || size.getAsInt() < TaskSize.LEAST_MEMORY) {
      return Optional.of(
          "memory '" + request.getMemory() + "' must be MiB or GB, such as \"1024\" or \"1 GB\".");
    }
    return request.getContainerDefinitionsList().stream()
        .filter(container -> container.getMemory() > size.getAsInt())
        .findFirst()
        .map(
            container ->
                "memory of the container '"
                    + container.getName()
                    + "' is greater than the task's memory.");
  }

  /** Without a size of the whole task, each container needs one of its own. */
  private static Optional<String> sized(RegisterTaskDefinitionRequest request) {
    return request.getContainerDefinitionsList().stream()
        .filter(container -> container.getMemory() == 0 && container.getMemoryReservation() == 0)
        .findFirst()
        .map(
            container ->
                "Invalid setting for container '"
                    + container.getName()
                    + "'. At least one of 'memory' or 'memoryReservation' must be specified.");
  }

  private static Optional<String> fargate(RegisterTaskDefinitionRequest request) {
    if (!request.getRequiresCompatibilitiesList().contains(Compatibility.COMPATIBILITY_FARGATE)) {
      return Optional.empty();
    }
    if (request.getNetworkMode() != NetworkMode.NETWORK_MODE_AWSVPC) {
      return Optional.of("networkMode: Fargate only supports network mode 'awsvpc'.");
    }
    OptionalInt cpu = TaskSize.cpuUnits(request.getCpu());
    OptionalInt memory = TaskSize.mebibytes(request.getMemory());
    if (cpu.isEmpty() || memory.isEmpty()) {
      return Optional.of(
          "cpu and memory: Fargate requires that both be defined at the task level.");
    }
    if (!FargateSizes.offered(cpu.getAsInt(), memory.getAsInt())) {
      return Optional.of(
          "cpu and memory: No Fargate configuration exists for given values: "
              + cpu.getAsInt()
              + " CPU, "
              + memory.getAsInt()
              + " memory.");
    }
    return when(
        request.getContainerDefinitionsList().stream().anyMatch(ContainerDefinition::getPrivileged),
        "privileged: Fargate does not support privileged containers.");
  }

  private static Optional<String> volumes(RegisterTaskDefinitionRequest request) {
    Set<String> seen = new HashSet<>();
    for (Volume volume : request.getVolumesList()) {
      if (!NAME.matcher(volume.getName()).matches()) {
        return Optional.of(
            "volumes: name '"
                + volume.getName()
                + "' must be 1 to 255 letters, numbers, hyphens and underscores.");
      }
      if (!seen.add(volume.getName())) {
        return Optional.of("volumes: the name '" + volume.getName() + "' is used twice.");
      }
      if (volume.hasHost() && volume.hasDockerVolumeConfiguration()) {
        return Optional.of(
            "volumes: '" + volume.getName() + "' has both host and dockerVolumeConfiguration.");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> constraints(RegisterTaskDefinitionRequest request) {
    return when(
            request.getPlacementConstraintsCount() > MOST_CONSTRAINTS,
            "placementConstraints: at most " + MOST_CONSTRAINTS + " are allowed.")
        .or(
            () ->
                Placer.complaint(
                    DefinitionConstraints.of(request.getPlacementConstraintsList()), List.of()));
  }

  private static Optional<String> containers(RegisterTaskDefinitionRequest request) {
    NetworkMode mode = request.getNetworkMode();
    return request.getContainerDefinitionsList().stream()
        .map(
            container ->
                new ContainerRules(container, mode)
                    .complaint()
                    .map(
                        complaint ->
                            "containerDefinitions: container '"
                                + container.getName()
                                + "': "
                                + complaint))
        .flatMap(Optional::stream)
        .findFirst();
  }
}
