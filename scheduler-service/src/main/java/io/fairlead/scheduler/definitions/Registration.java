package io.fairlead.scheduler.definitions;

import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.Compatibility;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.proto.ecs.PortMapping;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TaskOverride;
import io.fairlead.proto.ecs.TransportProtocol;
import io.fairlead.scheduler.core.Requirements;
import io.fairlead.scheduler.core.TaskSize;
import java.util.List;

/**
 * Turns a request that the rules accept into the definition that is kept, with the API's defaults.
 */
final class Registration {
  private Registration() {}

  /** The definition, but for its revision, ARN, status and time, which the store gives. */
  static TaskDefinition definition(RegisterTaskDefinitionRequest request) {
    TaskDefinition.Builder definition =
        TaskDefinition.newBuilder()
            .setFamily(request.getFamily())
            .addAllVolumes(request.getVolumesList())
            .addAllPlacementConstraints(request.getPlacementConstraintsList())
            .addAllRequiresCompatibilities(request.getRequiresCompatibilitiesList())
            .addAllInferenceAccelerators(request.getInferenceAcceleratorsList())
            .addAllCompatibilities(compatibilities(request));
    request.getContainerDefinitionsList().stream()
        .map(container -> withDefaults(container, request.getNetworkMode()))
        .forEach(definition::addContainerDefinitions);
    copyScalars(request, definition);
    copyStructures(request, definition);
    Requirements.of(definition.build(), TaskOverride.getDefaultInstance()).attributes().stream()
        .map(name -> Attribute.newBuilder().setName(name).build())
        .forEach(definition::addRequiresAttributes);
    return definition.build();
  }

  private static void copyScalars(
      RegisterTaskDefinitionRequest request, TaskDefinition.Builder definition) {
    TaskSize.cpuUnits(request.getCpu()).ifPresent(cpu -> definition.setCpu(String.valueOf(cpu)));
    TaskSize.mebibytes(request.getMemory())
        .ifPresent(memory -> definition.setMemory(String.valueOf(memory)));
    if (!request.getExecutionRoleArn().isEmpty()) {
      definition.setExecutionRoleArn(request.getExecutionRoleArn());
    }
    if (!request.getTaskRoleArn().isEmpty()) {
      definition.setTaskRoleArn(request.getTaskRoleArn());
    }
    if (request.hasNetworkMode()) {
      definition.setNetworkMode(request.getNetworkMode());
    }
    if (request.hasIpcMode()) {
      definition.setIpcMode(request.getIpcMode());
    }
    if (request.hasPidMode()) {
      definition.setPidMode(request.getPidMode());
    }
    if (request.hasEnableFaultInjection()) {
      definition.setEnableFaultInjection(request.getEnableFaultInjection());
    }
  }

  private static void copyStructures(
      RegisterTaskDefinitionRequest request, TaskDefinition.Builder definition) {
    if (request.hasEphemeralStorage()) {
      definition.setEphemeralStorage(request.getEphemeralStorage());
    }
    if (request.hasProxyConfiguration()) {
      definition.setProxyConfiguration(request.getProxyConfiguration());
    }
    if (request.hasRuntimePlatform()) {
      definition.setRuntimePlatform(request.getRuntimePlatform());
    }
  }

  private static ContainerDefinition withDefaults(ContainerDefinition container, NetworkMode mode) {
    ContainerDefinition.Builder builder = container.toBuilder();
    if (!container.hasCpu()) {
      builder.setCpu(0);
    }
    if (!container.hasEssential()) {
      builder.setEssential(true);
    }
    for (int i = 0; i < container.getPortMappingsCount(); i++) {
      builder.setPortMappings(i, withDefaults(container.getPortMappings(i), mode));
    }
    return builder.build();
  }

  private static PortMapping withDefaults(PortMapping mapping, NetworkMode mode) {
    PortMapping.Builder builder = mapping.toBuilder();
    if (!mapping.hasProtocol()) {
      builder.setProtocol(TransportProtocol.TRANSPORT_PROTOCOL_TCP);
    }
    boolean same = mode == NetworkMode.NETWORK_MODE_AWSVPC || mode == NetworkMode.NETWORK_MODE_HOST;
    if (mapping.hasContainerPort() && mapping.getHostPort() == 0) {
      builder.setHostPort(same ? mapping.getContainerPort() : 0);
    }
    return builder.build();
  }

  private static List<Compatibility> compatibilities(RegisterTaskDefinitionRequest request) {
    if (request.getNetworkMode() != NetworkMode.NETWORK_MODE_AWSVPC) {
      return List.of(Compatibility.COMPATIBILITY_EXTERNAL, Compatibility.COMPATIBILITY_EC2);
    }
    return request.getRequiresCompatibilitiesList().contains(Compatibility.COMPATIBILITY_FARGATE)
        ? List.of(Compatibility.COMPATIBILITY_EC2, Compatibility.COMPATIBILITY_FARGATE)
        : List.of(Compatibility.COMPATIBILITY_EC2);
  }
}
