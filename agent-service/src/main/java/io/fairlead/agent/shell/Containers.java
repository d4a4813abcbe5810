package io.fairlead.agent.shell;

import com.google.rpc.Code;
import io.fairlead.agent.core.ObservedTask;
import io.fairlead.proto.ApiErrors;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds containers by what callers name: task id or ARN, and a container's name in its task
 * definition.
 */
record Containers(Tasks tasks) {

  /** A container that exists in the engine. */
  record Named(String name, String runtimeId) {}

  /**
   * The containers of a task that have been created, or the one of that name.
   *
   * @param container empty for all
   * @throws StatusRuntimeException InvalidParameterException naming what is not there
   */
  List<Named> of(String task, String container) {
    TaskDriver driver =
        tasks.find(task).orElseThrow(() -> missing("Task " + task + " is not on this instance."));
    ObservedTask seen = driver.seen();
    List<Named> all = new ArrayList<>();
    driver
        .wanted()
        .assignment()
        .getTaskDefinition()
        .getContainerDefinitionsList()
        .forEach(
            definition -> {
              String id = seen.container(definition.getName()).runtimeId();
              if (id != null && (container.isEmpty() || container.equals(definition.getName()))) {
                all.add(new Named(definition.getName(), id));
              }
            });
    if (all.isEmpty()) {
      throw missing(
          container.isEmpty()
              ? "No container of the task has been created."
              : "The task has no container " + container + ", or it is not created yet.");
    }
    return all;
  }

  /**
   * The one container that is meant.
   *
   * @throws StatusRuntimeException also where none is named and the task has several
   */
  Named one(String task, String container) {
    List<Named> found = of(task, container);
    if (found.size() > 1) {
      throw missing(
          "The task has several containers; name one of "
              + found.stream().map(Named::name).toList()
              + ".");
    }
    return found.getFirst();
  }

  private static StatusRuntimeException missing(String message) {
    return ApiErrors.of(Code.NOT_FOUND, "InvalidParameterException", message, Map.of());
  }
}
