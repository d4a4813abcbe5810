package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerOverride;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.proto.ecs.PortMapping;
import io.fairlead.proto.ecs.ResourceRequirement;
import io.fairlead.proto.ecs.ResourceType;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TaskOverride;
import io.fairlead.proto.ecs.TransportProtocol;
import io.fairlead.proto.state.Demand;
import io.fairlead.proto.wire.WireProto;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * What a task takes from its instance, and which capabilities the instance must have.
 *
 * @param attributes names of attributes that agents advertise
 */
public record Requirements(Demand demand, SortedSet<String> attributes) {
  private static final String CAPABILITY = "com.amazonaws.ecs.capability.";

  /** Those of a task definition with the overrides of a call. */
  public static Requirements of(TaskDefinition definition, TaskOverride overrides) {
    Demand.Builder demand =
        Demand.newBuilder()
            .setCpu(cpu(definition, overrides))
            .setMemory(memory(definition, overrides))
            .setGpus((int) sum(definition, container -> gpus(container, overrides)));
    definition
        .getContainerDefinitionsList()
        .forEach(container -> addPorts(demand, container, definition.getNetworkMode()));
    return new Requirements(demand.build(), capabilities(definition));
  }

  /** The task's own size where it has one, else the sum of its containers'. CPU units. */
  static long cpu(TaskDefinition definition, TaskOverride overrides) {
    OptionalInt own =
        TaskSize.cpuUnits(overrides.hasCpu() ? overrides.getCpu() : definition.getCpu());
    return own.isPresent()
        ? own.getAsInt()
        : sum(definition, container -> cpu(container, overrides));
  }

  /** As for CPU; of a container its reservation counts before its limit. MiB. */
  static long memory(TaskDefinition definition, TaskOverride overrides) {
    OptionalInt own =
        TaskSize.mebibytes(overrides.hasMemory() ? overrides.getMemory() : definition.getMemory());
    return own.isPresent()
        ? own.getAsInt()
        : sum(definition, container -> memory(container, overrides));
  }

  private static long sum(TaskDefinition definition, ToLongFunction<ContainerDefinition> size) {
    return definition.getContainerDefinitionsList().stream().mapToLong(size).sum();
  }

  static ContainerOverride override(ContainerDefinition container, TaskOverride overrides) {
    return overrides.getContainerOverridesList().stream()
        .filter(override -> override.getName().equals(container.getName()))
        .findFirst()
        .orElse(ContainerOverride.getDefaultInstance());
  }

  private static long cpu(ContainerDefinition container, TaskOverride overrides) {
    ContainerOverride override = override(container, overrides);
    return override.hasCpu() ? override.getCpu() : container.getCpu();
  }

  private static long memory(ContainerDefinition container, TaskOverride overrides) {
    ContainerOverride override = override(container, overrides);
    if (override.hasMemoryReservation()) {
      return override.getMemoryReservation();
    }
    if (container.hasMemoryReservation()) {
      return container.getMemoryReservation();
    }
    return override.hasMemory() ? override.getMemory() : container.getMemory();
  }

  private static long gpus(ContainerDefinition container, TaskOverride overrides) {
    ContainerOverride override = override(container, overrides);
    List<ResourceRequirement> requirements =
        override.getResourceRequirementsCount() > 0
            ? override.getResourceRequirementsList()
            : container.getResourceRequirementsList();
    return requirements.stream()
        .filter(requirement -> requirement.getType() == ResourceType.RESOURCE_TYPE_GPU)
        .mapToLong(requirement -> Long.parseLong(requirement.getValue()))
        .sum();
  }

  private static void addPorts(
      Demand.Builder demand, ContainerDefinition container, NetworkMode network) {
    for (PortMapping mapping : container.getPortMappingsList()) {
      int[] ports = hostPorts(mapping, network).toArray();
      for (int port : ports) {
        if (mapping.getProtocol() == TransportProtocol.TRANSPORT_PROTOCOL_UDP) {
          demand.addUdpPorts(port);
        } else {
          demand.addTcpPorts(port);
        }
      }
    }
  }

  /** The host ports known before the start: with host networking all, else those that are fixed. */
  private static IntStream hostPorts(PortMapping mapping, NetworkMode network) {
    return switch (network) {
      case NETWORK_MODE_HOST ->
          mapping.hasContainerPortRange()
              ? range(mapping.getContainerPortRange())
              : IntStream.of(mapping.getContainerPort());
      case NETWORK_MODE_BRIDGE, NETWORK_MODE_UNSPECIFIED ->
          mapping.getHostPort() > 0 ? IntStream.of(mapping.getHostPort()) : IntStream.empty();
      case NETWORK_MODE_NONE, NETWORK_MODE_AWSVPC, UNRECOGNIZED -> IntStream.empty();
    };
  }

  private static IntStream range(String text) {
    int dash = text.indexOf('-');
    return IntStream.rangeClosed(
        Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
  }

  private static SortedSet<String> capabilities(TaskDefinition definition) {
    SortedSet<String> capabilities = new TreeSet<>();
    for (ContainerDefinition container : definition.getContainerDefinitionsList()) {
      if (container.hasLogConfiguration()) {
        capabilities.add(
            CAPABILITY
                + "logging-driver."
                + container
                    .getLogConfiguration()
                    .getLogDriver()
                    .getValueDescriptor()
                    .getOptions()
                    .getExtension(WireProto.value));
      }
      if (container.getPrivileged()) {
        capabilities.add(CAPABILITY + "privileged-container");
      }
    }
    return capabilities;
  }
}
