package io.fairlead.agent.core;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.fairlead.proto.agent.Assignment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which members of a task definition an agent honours. What is set and not named here is refused by
 * name, so that nothing is ignored in silence, members that the API will get later included.
 */
final class HonouredMembers {
  /** All members of a message are honoured. */
  private static final String ALL = "*";

  /**
   * By message. Beside what the agent acts on there is mere description, what the scheduler has
   * honoured already (placement), and the two role ARNs: an engine of one's own has no role to
   * assume, so they describe.
   */
  private static final Map<String, Set<String>> HONOURED =
      Map.ofEntries(
          Map.entry(
              "TaskDefinition",
              Set.of(
                  ("compatibilities containerDefinitions cpu deleteRequestedAt deregisteredAt"
                          + " executionRoleArn family ipcMode memory networkMode pidMode"
                          + " placementConstraints registeredAt registeredBy requiresAttributes"
                          + " requiresCompatibilities revision runtimePlatform status"
                          + " taskDefinitionArn taskRoleArn volumes")
                      .split(" "))),
          Map.entry(
              "ContainerDefinition",
              Set.of(
                  ("command cpu dependsOn disableNetworking dnsSearchDomains dnsServers"
                          + " dockerLabels dockerSecurityOptions entryPoint environment"
                          + " environmentFiles essential extraHosts healthCheck hostname image"
                          + " interactive links linuxParameters logConfiguration memory"
                          + " memoryReservation mountPoints name portMappings privileged"
                          + " pseudoTerminal readonlyRootFilesystem restartPolicy startTimeout"
                          + " stopTimeout systemControls ulimits user versionConsistency volumesFrom"
                          + " workingDirectory")
                      .split(" "))),
          Map.entry(
              "TaskOverride",
              Set.of("containerOverrides cpu executionRoleArn memory taskRoleArn".split(" "))),
          Map.entry(
              "ContainerOverride",
              Set.of(
                  "command cpu environment environmentFiles memory memoryReservation name"
                      .split(" "))),
          Map.entry(
              "Volume", Set.of("configuredAtLaunch", "dockerVolumeConfiguration", "host", "name")),
          Map.entry("LogConfiguration", Set.of("logDriver", "options")),
          Map.entry("LinuxParameters", Set.of(ALL)),
          Map.entry("KernelCapabilities", Set.of(ALL)),
          Map.entry("Device", Set.of(ALL)),
          Map.entry("Tmpfs", Set.of(ALL)),
          Map.entry("PortMapping", Set.of(ALL)),
          Map.entry("HealthCheck", Set.of(ALL)),
          Map.entry("ContainerDependency", Set.of(ALL)),
          Map.entry("ContainerRestartPolicy", Set.of(ALL)),
          Map.entry("EnvironmentFile", Set.of(ALL)),
          Map.entry("HostEntry", Set.of(ALL)),
          Map.entry("KeyValuePair", Set.of(ALL)),
          Map.entry("MountPoint", Set.of(ALL)),
          Map.entry("SystemControl", Set.of(ALL)),
          Map.entry("Ulimit", Set.of(ALL)),
          Map.entry("VolumeFrom", Set.of(ALL)),
          Map.entry("DockerVolumeConfiguration", Set.of(ALL)),
          Map.entry("HostVolumeProperties", Set.of(ALL)),
          Map.entry("Attribute", Set.of(ALL)),
          Map.entry("RuntimePlatform", Set.of(ALL)),
          Map.entry("TaskDefinitionPlacementConstraint", Set.of(ALL)));

  private static final Remembered<Message, Optional<String>> DEFINITIONS =
      new Remembered<>(message -> walk(message, ""));
  private static final Remembered<Message, Optional<String>> OVERRIDES =
      new Remembered<>(message -> walk(message, "overrides."));

  private HonouredMembers() {}

  /** Names the first member that cannot be honoured; empty where there is none. */
  static Optional<String> refusal(Assignment assignment, TaskDefaults defaults) {
    return DEFINITIONS
        .of(assignment.getTaskDefinition())
        .or(() -> OVERRIDES.of(assignment.getOverrides()))
        .map(member -> member + " is not supported by this agent")
        .or(() -> HonouredValues.refusal(assignment, defaults));
  }

  private static Optional<String> walk(Message message, String path) {
    Set<String> honoured =
        HONOURED.getOrDefault(message.getDescriptorForType().getName(), Set.of());
    for (Map.Entry<FieldDescriptor, Object> member : message.getAllFields().entrySet()) {
      FieldDescriptor field = member.getKey();
      String name = path + field.getJsonName();
      if (!honoured.contains(field.getJsonName()) && !honoured.contains(ALL)) {
        return Optional.of(name);
      }
      Optional<String> inside = inside(field, member.getValue(), name);
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> inside(FieldDescriptor field, Object value, String name) {
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
        || field.isMapField()
        || field.getMessageType().getFullName().startsWith("google.protobuf.")) {
      return Optional.empty();
    }
    if (!field.isRepeated()) {
      return walk((Message) value, name + ".");
    }
    List<?> elements = (List<?>) value;
    for (int i = 0; i < elements.size(); i++) {
      Optional<String> found = walk((Message) elements.get(i), name + "[" + i + "].");
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
