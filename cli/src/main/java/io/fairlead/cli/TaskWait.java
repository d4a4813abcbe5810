package io.fairlead.cli;

import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.ecs.Task;
import java.time.Duration;
import java.util.List;

/** Waits for tasks. */
record TaskWait(Client client, Duration patience) {

  /** The tasks when all of them have stopped. */
  List<Task> stopped(List<Task> tasks) {
    List<String> arns = tasks.stream().map(Task::getTaskArn).toList();
    return new Polling(patience)
        .until(
            () -> new Tasks(client).describe(arns),
            now -> now.stream().allMatch(task -> task.getLastStatus().equals("STOPPED")),
            "the tasks have not stopped",
            "They go on. See: fairlead ps");
  }

  /** Whether every container that ended did so with 0, and none was kept from starting. */
  static boolean succeeded(List<Task> tasks) {
    return tasks.stream()
        .flatMap(task -> task.getContainersList().stream())
        .allMatch(TaskWait::succeeded);
  }

  private static boolean succeeded(Container container) {
    return container.hasExitCode() && container.getExitCode() == 0;
  }
}
