package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.ContainerImage;
import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementStrategy;
import io.fairlead.proto.ecs.RuntimePlatform;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.placement.PlacementRequest;
import java.util.List;
import java.util.stream.Stream;

/**
 * A wish for one task, by a call or a service.
 *
 * @param wanted what whoever wants the task determines: overrides, group, startedBy, launchType,
 *     tags, enableExecuteCommand of its task; service, deployment and token beside it
 * @param constraints those of the call or service; the task definition's are added to them
 * @param strategies of the call or service
 * @param images what is to be run of them is settled already
 */
record TaskOrder(
    TaskDefinitionRecord definition,
    TaskRecord wanted,
    List<PlacementConstraint> constraints,
    List<PlacementStrategy> strategies,
    List<ContainerImage> images) {

  PlacementRequest request() {
    TaskDefinition revision = definition.getDefinition();
    Requirements needs = Requirements.of(revision, wanted.getTask().getOverrides());
    return new PlacementRequest(
        needs.demand(),
        needs.attributes(),
        Stream.concat(constraints.stream(), constraintsOf(revision)).toList(),
        strategies,
        wanted.getTask().getGroup());
  }

  private static Stream<PlacementConstraint> constraintsOf(TaskDefinition definition) {
    return Stream.concat(
        DefinitionConstraints.of(definition.getPlacementConstraintsList()).stream(),
        architecture(definition.getRuntimePlatform()).map(DefinitionConstraints::memberOf));
  }

  /** A definition's cpuArchitecture is honoured by the place. */
  private static Stream<String> architecture(RuntimePlatform platform) {
    return switch (platform.getCpuArchitecture()) {
      case CPU_ARCHITECTURE_X86_64 -> Stream.of("attribute:ecs.cpu-architecture == x86_64");
      case CPU_ARCHITECTURE_ARM64 -> Stream.of("attribute:ecs.cpu-architecture == arm64");
      case CPU_ARCHITECTURE_UNSPECIFIED, UNRECOGNIZED -> Stream.empty();
    };
  }
}
