package io.fairlead.scheduler.definitions;

import io.fairlead.proto.ecs.ContainerCondition;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerDependency;
import io.fairlead.proto.ecs.MountPoint;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.Volume;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Containers name each other and volumes: each name must exist, and no circle may come of it. */
final class ContainerReferences {
  private final Map<String, ContainerDefinition> containers = new HashMap<>();
  private final Set<String> volumes;

  private ContainerReferences(RegisterTaskDefinitionRequest request) {
    request.getContainerDefinitionsList().forEach(each -> containers.put(each.getName(), each));
    volumes = request.getVolumesList().stream().map(Volume::getName).collect(Collectors.toSet());
  }

  static Optional<String> complaint(RegisterTaskDefinitionRequest request) {
    ContainerReferences references = new ContainerReferences(request);
    return request.getContainerDefinitionsList().stream()
        .map(
            container ->
                references
                    .unknown(container)
                    .or(() -> references.impossible(container))
                    .map(
                        text ->
                            "containerDefinitions: container '"
                                + container.getName()
                                + "': "
                                + text))
        .flatMap(Optional::stream)
        .findFirst()
        .or(references::circle);
  }

  private Optional<String> unknown(ContainerDefinition container) {
    for (MountPoint mount : container.getMountPointsList()) {
      if (!volumes.contains(mount.getSourceVolume())) {
        return Optional.of("mountPoints: unknown volume '" + mount.getSourceVolume() + "'.");
      }
      if (mount.getContainerPath().isEmpty()) {
        return Optional.of("mountPoints: containerPath is missing.");
      }
    }
    return before(container)
        .filter(name -> !containers.containsKey(name))
        .findFirst()
        .map(name -> "refers to the unknown container '" + name + "'.");
  }

  /** The containers that must be there before this one. */
  private static Stream<String> before(ContainerDefinition container) {
    return Stream.of(
            container.getDependsOnList().stream().map(ContainerDependency::getContainerName),
            container.getVolumesFromList().stream().map(from -> from.getSourceContainer()),
            container.getLinksList().stream().map(link -> link.split(":", 2)[0]))
        .flatMap(names -> names);
  }

  private Optional<String> impossible(ContainerDefinition container) {
    for (ContainerDependency dependency : container.getDependsOnList()) {
      ContainerDefinition target = containers.get(dependency.getContainerName());
      if (target == null) {
        continue;
      }
      if (dependency.getCondition() == ContainerCondition.CONTAINER_CONDITION_HEALTHY
          && !target.hasHealthCheck()) {
        return Optional.of(
            "dependsOn: condition HEALTHY needs a healthCheck in '" + target.getName() + "'.");
      }
      boolean ends =
          dependency.getCondition() == ContainerCondition.CONTAINER_CONDITION_COMPLETE
              || dependency.getCondition() == ContainerCondition.CONTAINER_CONDITION_SUCCESS;
      if (ends && (!target.hasEssential() || target.getEssential())) {
        return Optional.of(
            "dependsOn: condition COMPLETE or SUCCESS needs '"
                + target.getName()
                + "' not to be essential.");
      }
    }
    return Optional.empty();
  }

  private Optional<String> circle() {
    Set<String> done = new HashSet<>();
    return containers.keySet().stream()
        .sorted()
        .filter(name -> reachesItself(name, new HashSet<>(), done))
        .findFirst()
        .map(
            name ->
                "containerDefinitions: dependsOn, links and volumesFrom of '"
                    + name
                    + "' form a circle.");
  }

  private boolean reachesItself(String name, Set<String> path, Set<String> done) {
    if (done.contains(name)) {
      return false;
    }
    if (!path.add(name)) {
      return true;
    }
    ContainerDefinition container = containers.get(name);
    boolean circle =
        container != null && before(container).anyMatch(next -> reachesItself(next, path, done));
    path.remove(name);
    done.add(name);
    return circle;
  }
}
