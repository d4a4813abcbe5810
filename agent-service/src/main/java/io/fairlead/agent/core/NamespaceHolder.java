package io.fairlead.agent.core;

import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.IpcMode;
import io.fairlead.proto.ecs.PidMode;
import io.fairlead.proto.ecs.TaskDefinition;
import java.util.Optional;

/**
 * Which container keeps the namespaces that the containers of a task share ({@code pidMode} or
 * {@code ipcMode} {@code task}): the first that depends on no other. The others join it, and start
 * after it.
 */
public final class NamespaceHolder {
  private NamespaceHolder() {}

  /** The holder's name; empty where nothing is shared. */
  public static Optional<String> of(TaskDefinition task) {
    boolean shared =
        task.getPidMode() == PidMode.PID_MODE_TASK || task.getIpcMode() == IpcMode.IPC_MODE_TASK;
    if (!shared || task.getContainerDefinitionsCount() < 2) {
      return Optional.empty();
    }
    return task.getContainerDefinitionsList().stream()
        .filter(NamespaceHolder::isFree)
        .map(ContainerDefinition::getName)
        .findFirst();
  }

  private static boolean isFree(ContainerDefinition container) {
    return container.getDependsOnCount() == 0
        && container.getLinksCount() == 0
        && container.getVolumesFromCount() == 0;
  }
}
