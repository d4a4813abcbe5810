package io.fairlead.scheduler.core;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.state.TaskRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which tasks that are to be replaced go first. */
final class Victims {
  private Victims() {}

  /**
   * In which order tasks that are to be replaced go: those that do not serve, those whose instance
   * has a successor already (which matters to a daemon), the oldest.
   */
  static List<TaskRecord> outgoing(Roster roster, TaskHealth health) {
    if (roster.outgoing().size() == 0) {
      return List.of();
    }
    Set<String> succeeded = new HashSet<>();
    roster.incoming().tasks(health::serves).forEach(task -> succeeded.add(place(task)));
    return roster
        .outgoing()
        .tasks()
        .sorted(
            Comparator.<TaskRecord, Boolean>comparing(health::serves)
                .thenComparing(task -> !succeeded.contains(place(task)))
                .thenComparing(Victims::createdAt)
                .thenComparing(task -> task.getTask().getTaskArn()))
        .toList();
  }

  static String zone(TaskRecord task, ClusterState state) {
    return state
        .instance(place(task))
        .map(
            on ->
                on.instance().getAttributesList().stream()
                    .filter(attribute -> attribute.getName().equals("ecs.availability-zone"))
                    .map(attribute -> "zone " + attribute.getValue())
                    .findFirst()
                    .orElse("no zone"))
        .orElse("no zone");
  }

  static String place(TaskRecord task) {
    return task.getTask().getContainerInstanceArn();
  }

  static Instant createdAt(TaskRecord task) {
    return ProtoTime.instant(task.getTask().getCreatedAt());
  }
}
