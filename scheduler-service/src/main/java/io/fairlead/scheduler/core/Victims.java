package io.fairlead.scheduler.core;

import static io.fairlead.scheduler.core.Due.instant;

import io.fairlead.proto.state.TaskRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which tasks go first. */
final class Victims {
  private Victims() {}

  /**
   * Which tasks a service gives up that has too many. Those that do not run yet, then those that do
   * not serve, then, as in ECS, those in the availability zone and on the instance that have most
   * of them; the youngest among equals.
   */
  static List<TaskRecord> surplus(
      List<TaskRecord> tasks, int count, ClusterState state, TaskHealth health) {
    List<TaskRecord> left = new ArrayList<>(tasks);
    Map<String, Integer> crowd = new HashMap<>();
    left.forEach(task -> crowd(task, state).forEach(place -> crowd.merge(place, 1, Integer::sum)));
    Comparator<TaskRecord> order =
        Comparator.<TaskRecord>comparingInt(task -> standing(task, health))
            .thenComparing(task -> -crowd.getOrDefault(zone(task, state), 0))
            .thenComparing(task -> -crowd.getOrDefault(place(task), 0))
            .thenComparing(Victims::createdAt, Comparator.reverseOrder())
            .thenComparing(task -> task.getTask().getTaskArn());
    List<TaskRecord> victims = new ArrayList<>();
    while (victims.size() < count && !left.isEmpty()) {
      TaskRecord victim = left.stream().min(order).orElseThrow();
      left.remove(victim);
      victims.add(victim);
      crowd(victim, state).forEach(at -> crowd.merge(at, -1, Integer::sum));
    }
    return victims;
  }

  /**
   * In which order tasks that are to be replaced go: those that do not serve, those whose instance
   * has a successor already (which matters to a daemon), the oldest.
   */
  static List<TaskRecord> outgoing(Roster roster, TaskHealth health) {
    Set<String> succeeded = new HashSet<>();
    roster.incoming().stream().filter(health::serves).forEach(task -> succeeded.add(place(task)));
    return roster.outgoing().stream()
        .sorted(
            Comparator.<TaskRecord, Boolean>comparing(health::serves)
                .thenComparing(task -> !succeeded.contains(place(task)))
                .thenComparing(Victims::createdAt)
                .thenComparing(task -> task.getTask().getTaskArn()))
        .toList();
  }

  private static int standing(TaskRecord task, TaskHealth health) {
    if (!TaskHealth.running(task)) {
      return 0;
    }
    return health.serves(task) ? 2 : 1;
  }

  private static List<String> crowd(TaskRecord task, ClusterState state) {
    return List.of(zone(task, state), place(task));
  }

  private static String zone(TaskRecord task, ClusterState state) {
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

  private static String place(TaskRecord task) {
    return task.getTask().getContainerInstanceArn();
  }

  private static Instant createdAt(TaskRecord task) {
    return instant(task.getTask().getCreatedAt());
  }
}
