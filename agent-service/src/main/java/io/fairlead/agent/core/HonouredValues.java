package io.fairlead.agent.core;

import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerOverride;
import io.fairlead.proto.ecs.EnvironmentFile;
import io.fairlead.proto.ecs.LogDriver;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.proto.ecs.OSFamily;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.Volume;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which values of members that are honoured in principle cannot be. */
final class HonouredValues {
  private static final String NOT_SUPPORTED = " is not supported by this agent";

  private HonouredValues() {}

  static Optional<String> refusal(Assignment assignment, TaskDefaults defaults) {
    TaskDefinition task = assignment.getTaskDefinition();
    Stream<Optional<String>> containers =
        task.getContainerDefinitionsList().stream()
            .map(container -> container(container, defaults));
    Stream<Optional<String>> overrides =
        assignment.getOverrides().getContainerOverridesList().stream()
            .map(override -> override(task, override));
    return task(task)
        .or(() -> Stream.concat(containers, overrides).flatMap(Optional::stream).findFirst());
  }

  private static Optional<String> task(TaskDefinition task) {
    if (task.getNetworkMode() == NetworkMode.NETWORK_MODE_AWSVPC) {
      return Optional.of(
          "networkMode awsvpc is not supported by this agent; use bridge, host or none");
    }
    OSFamily system = task.getRuntimePlatform().getOperatingSystemFamily();
    if (task.getRuntimePlatform().hasOperatingSystemFamily()
        && system != OSFamily.OS_FAMILY_LINUX) {
      return Optional.of("runtimePlatform.operatingSystemFamily must be LINUX for this agent");
    }
    return task.getVolumesList().stream()
        .filter(Volume::getConfiguredAtLaunch)
        .map(volume -> "configuredAtLaunch of volume " + volume.getName() + NOT_SUPPORTED)
        .findFirst();
  }

  private static Optional<String> container(ContainerDefinition container, TaskDefaults defaults) {
    String of = " of container " + container.getName();
    if (container.getPrivileged() && !defaults.privilegedAllowed()) {
      return Optional.of("privileged" + of + " is forbidden by ECS_DISABLE_PRIVILEGED");
    }
    if (container.getLogConfiguration().getLogDriver() == LogDriver.LOG_DRIVER_AWSFIRELENS) {
      return Optional.of("logConfiguration.logDriver awsfirelens" + of + NOT_SUPPORTED);
    }
    return environmentFiles(container.getEnvironmentFilesList(), of);
  }

  private static Optional<String> override(TaskDefinition task, ContainerOverride override) {
    boolean known =
        task.getContainerDefinitionsList().stream()
            .anyMatch(container -> container.getName().equals(override.getName()));
    return known
        ? environmentFiles(
            override.getEnvironmentFilesList(), " of the override for " + override.getName())
        : Optional.of(
            "overrides.containerOverrides names a container that is not there: "
                + override.getName());
  }

  private static Optional<String> environmentFiles(List<EnvironmentFile> files, String of) {
    return files.stream()
        .map(EnvironmentFile::getValue)
        .filter(value -> !value.startsWith("/") && !value.startsWith("file:///"))
        .map(
            value ->
                "environmentFiles"
                    + of
                    + ": "
                    + value
                    + " is not a file of the instance (/path or file:///path); S3 is not supported")
        .findFirst();
  }
}
