package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateVolumeCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import io.fairlead.agent.runtime.Blueprint;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.Labels;
import io.fairlead.proto.Arn;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.ecs.DockerVolumeConfiguration;
import io.fairlead.proto.ecs.Scope;
import io.fairlead.proto.ecs.Volume;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The engine's volumes for a task. One of scope {@code task}, and one without any configuration,
 * lives as long as the task; one of scope {@code shared} is never deleted.
 */
final class TaskVolumes {
  private final Engine engine;
  private final Map<String, String> ownLabels;

  TaskVolumes(Engine engine, Map<String, String> ownLabels) {
    this.engine = engine;
    this.ownLabels = ownLabels;
  }

  /** What a bind of the named volume begins with: a path of the instance or a volume's name. */
  static String source(Blueprint blueprint, String name) {
    return blueprint.task().getVolumesList().stream()
        .filter(volume -> volume.getName().equals(name))
        .findFirst()
        .map(volume -> source(blueprint.taskId(), volume))
        .orElse(name);
  }

  private static String source(String taskId, Volume volume) {
    if (!volume.getHost().getSourcePath().isEmpty()) {
      return volume.getHost().getSourcePath();
    }
    return isOfTask(volume)
        ? "ecs-" + taskId + "-" + volume.getName().replaceAll("[^a-zA-Z0-9_.-]", "-")
        : volume.getName();
  }

  private static boolean isOfTask(Volume volume) {
    return volume.getHost().getSourcePath().isEmpty()
        && volume.getDockerVolumeConfiguration().getScope() != Scope.SCOPE_SHARED;
  }

  /** Makes sure that the volumes which the container mounts are there. */
  void prepare(Blueprint blueprint) throws EngineFailure {
    Set<String> mounted =
        blueprint.container().getMountPointsList().stream()
            .map(mount -> mount.getSourceVolume())
            .collect(Collectors.toSet());
    for (Volume volume : blueprint.task().getVolumesList()) {
      if (mounted.contains(volume.getName()) && volume.getHost().getSourcePath().isEmpty()) {
        prepare(blueprint, volume);
      }
    }
  }

  private void prepare(Blueprint blueprint, Volume volume) throws EngineFailure {
    DockerVolumeConfiguration settings = volume.getDockerVolumeConfiguration();
    String name = source(blueprint.taskId(), volume);
    if (!isOfTask(volume) && engine.call(client -> isThere(client, name))) {
      return;
    }
    if (!isOfTask(volume) && !settings.getAutoprovision()) {
      throw new EngineFailure(
          EngineFailure.Kind.NOT_FOUND,
          "volume " + name + " is not there, and its autoprovision is not set");
    }
    engine.call(client -> create(client, name, blueprint, settings).exec());
  }

  private CreateVolumeCmd create(
      DockerClient client, String name, Blueprint blueprint, DockerVolumeConfiguration settings) {
    Map<String, String> labels = new HashMap<>(settings.getLabelsMap());
    if (settings.getScope() != Scope.SCOPE_SHARED) {
      labels.putAll(ownLabels);
      labels.put(Labels.TASK_ARN, blueprint.assignment().getTaskArn());
    }
    CreateVolumeCmd order =
        client
            .createVolumeCmd()
            .withName(name)
            .withDriverOpts(settings.getDriverOptsMap())
            .withLabels(labels);
    return settings.getDriver().isEmpty() ? order : order.withDriver(settings.getDriver());
  }

  private static boolean isThere(DockerClient client, String name) {
    try {
      return client.inspectVolumeCmd(name).exec() != null;
    } catch (NotFoundException _) {
      return false;
    }
  }

  /** Deletes the volumes that live as long as the task. */
  void delete(Assignment assignment) throws EngineFailure {
    String taskId = Arn.nameOf(assignment.getTaskArn());
    for (Volume volume : assignment.getTaskDefinition().getVolumesList()) {
      if (isOfTask(volume)) {
        engine.call(client -> delete(client, source(taskId, volume)));
      }
    }
  }

  private static boolean delete(DockerClient client, String name) {
    try {
      client.removeVolumeCmd(name).exec();
      return true;
    } catch (NotFoundException _) {
      return false;
    }
  }
}
