package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerImage;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.VersionConsistency;
import io.fairlead.proto.state.DeploymentProgress;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which images a deployment's tags stand for. As on ECS the first task finds out: it pulls by tag,
 * its agent tells the digests, and all further tasks of the deployment run these, wherever the tags
 * have moved. Until then there is one task only, so that none can differ; after three failures the
 * others are not held back any longer. Containers whose image is named by its digest, or whose
 * {@code versionConsistency} is disabled, take no part.
 */
record DeploymentImages(TaskDefinition definition, DeploymentProgress progress) {
  private static final int ATTEMPTS = 3;

  /** Of the primary deployment, which has come so far. */
  static DeploymentImages of(
      ClusterState state, ServiceRecord service, DeploymentProgress progress) {
    TaskDefinition definition =
        state
            .definition(Reach.primary(service).getTaskDefinition())
            .map(TaskDefinitionRecord::getDefinition)
            .orElse(TaskDefinition.getDefaultInstance());
    return new DeploymentImages(definition, progress);
  }

  /** The progress with what these tasks of the deployment have found out, the first ones first. */
  DeploymentProgress with(Stream<TaskRecord> tasks) {
    List<ContainerDefinition> open = new ArrayList<>(open().toList());
    if (open.isEmpty()) {
      return progress;
    }
    DeploymentProgress.Builder next = progress.toBuilder();
    for (Iterator<TaskRecord> each = tasks.iterator(); !open.isEmpty() && each.hasNext(); ) {
      TaskRecord task = each.next();
      open.removeIf(
          container -> {
            Optional<ContainerImage> image = found(container, task);
            image.ifPresent(next::addImages);
            return image.isPresent();
          });
    }
    return next.build();
  }

  /** Of an image that is of the engine's own the container runs, and there is no digest. */
  private static Optional<ContainerImage> found(ContainerDefinition container, TaskRecord task) {
    return task.getTask().getContainersList().stream()
        .filter(it -> it.getName().equals(container.getName()))
        .filter(it -> !it.getImageDigest().isEmpty() || isCreated(it))
        .findFirst()
        .map(
            it -> {
              ContainerImage.Builder image =
                  ContainerImage.newBuilder()
                      .setContainerName(container.getName())
                      .setImage(container.getImage());
              return (it.getImageDigest().isEmpty()
                      ? image
                      : image.setImageDigest(it.getImageDigest()))
                  .build();
            });
  }

  private static boolean isCreated(Container container) {
    return !container.getRuntimeId().isEmpty()
        || container.getLastStatus().equals(TaskStatus.RUNNING.name());
  }

  /**
   * How many tasks may be started now.
   *
   * @param present tasks that the deployment has
   */
  int allowance(int present) {
    boolean waits = progress.getConsecutiveFailures() < ATTEMPTS && open().findAny().isPresent();
    return waits ? Math.max(0, 1 - present) : Integer.MAX_VALUE;
  }

  /** Containers of which it is not known yet. */
  private Stream<ContainerDefinition> open() {
    return definition.getContainerDefinitionsList().stream()
        .filter(DeploymentImages::resolves)
        .filter(it -> resolved(progress, it.getName()).isEmpty());
  }

  private static boolean resolves(ContainerDefinition container) {
    return container.getVersionConsistency() != VersionConsistency.VERSION_CONSISTENCY_DISABLED
        && !container.getImage().contains("@");
  }

  private static Optional<ContainerImage> resolved(DeploymentProgress progress, String container) {
    return progress.getImagesList().stream()
        .filter(image -> image.getContainerName().equals(container))
        .findFirst();
  }

  /**
   * The definition as a service's task runs it: with the images by the digests that its containers
   * bear.
   */
  static TaskDefinition pinned(TaskDefinition definition, TaskRecord task) {
    List<Container> known =
        task.getTask().getContainersList().stream()
            .filter(container -> !container.getImageDigest().isEmpty())
            .toList();
    if (task.getService().isEmpty() || known.isEmpty()) {
      return definition;
    }
    TaskDefinition.Builder pinned = definition.toBuilder();
    for (Container container : known) {
      pinned.getContainerDefinitionsBuilderList().stream()
          .filter(it -> it.getName().equals(container.getName()) && resolves(it.build()))
          .forEach(it -> it.setImage(byDigest(it.getImage(), container.getImageDigest())));
    }
    return pinned.build();
  }

  private static String byDigest(String image, String digest) {
    int colon = image.lastIndexOf(':');
    boolean tagged = colon > image.lastIndexOf('/');
    return (tagged ? image.substring(0, colon) : image) + "@" + digest;
  }
}
