package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.Compatibility;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.LogDriver;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.proto.ecs.OSFamily;
import io.fairlead.proto.ecs.RuntimePlatform;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.Volume;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Members of a task definition that no agent honours yet. Such a revision can be registered; what
 * would run it is refused by the member's name.
 */
final class Unsupported {
  private Unsupported() {}

  /** The first such member. */
  static Optional<Rejection> in(TaskDefinition definition) {
    return Stream.of(
            ofTask(definition),
            definition.getVolumesList().stream().flatMap(Unsupported::ofVolume),
            definition.getContainerDefinitionsList().stream().flatMap(Unsupported::ofContainer))
        .flatMap(members -> members)
        .findFirst()
        .map(Rejection::unsupported);
  }

  private static Stream<String> ofTask(TaskDefinition definition) {
    return Stream.of(
            member(
                definition.getNetworkMode() == NetworkMode.NETWORK_MODE_AWSVPC,
                "networkMode awsvpc"),
            member(
                onlyElsewhere(definition.getRequiresCompatibilitiesList()),
                "requiresCompatibilities without EC2 or EXTERNAL"),
            member(
                isNotLinux(definition.getRuntimePlatform()),
                "runtimePlatform.operatingSystemFamily other than LINUX"),
            member(definition.hasProxyConfiguration(), "proxyConfiguration"),
            member(definition.getInferenceAcceleratorsCount() > 0, "inferenceAccelerators"),
            member(definition.hasEphemeralStorage(), "ephemeralStorage"))
        .flatMap(found -> found);
  }

  private static boolean onlyElsewhere(List<Compatibility> required) {
    return !required.isEmpty()
        && !required.contains(Compatibility.COMPATIBILITY_EC2)
        && !required.contains(Compatibility.COMPATIBILITY_EXTERNAL);
  }

  private static boolean isNotLinux(RuntimePlatform platform) {
    return platform.hasOperatingSystemFamily()
        && platform.getOperatingSystemFamily() != OSFamily.OS_FAMILY_LINUX;
  }

  private static Stream<String> ofVolume(Volume volume) {
    String of = " of volume " + volume.getName();
    return Stream.of(
            member(volume.getConfiguredAtLaunch(), "configuredAtLaunch" + of),
            member(volume.hasEfsVolumeConfiguration(), "efsVolumeConfiguration" + of),
            member(
                volume.hasFsxWindowsFileServerVolumeConfiguration(),
                "fsxWindowsFileServerVolumeConfiguration" + of),
            member(volume.hasS3FilesVolumeConfiguration(), "s3filesVolumeConfiguration" + of))
        .flatMap(found -> found);
  }

  private static Stream<String> ofContainer(ContainerDefinition container) {
    String of = " of container " + container.getName();
    return Stream.of(
            member(container.getSecretsCount() > 0, "secrets" + of),
            member(container.hasFirelensConfiguration(), "firelensConfiguration" + of),
            member(
                container.getLogConfiguration().getLogDriver() == LogDriver.LOG_DRIVER_AWSFIRELENS,
                "logDriver awsfirelens" + of),
            member(
                container.getLogConfiguration().getSecretOptionsCount() > 0,
                "logConfiguration.secretOptions" + of),
            member(container.getCredentialSpecsCount() > 0, "credentialSpecs" + of),
            member(container.hasRepositoryCredentials(), "repositoryCredentials" + of))
        .flatMap(found -> found);
  }

  private static Stream<String> member(boolean present, String name) {
    return present ? Stream.of(name) : Stream.empty();
  }
}
