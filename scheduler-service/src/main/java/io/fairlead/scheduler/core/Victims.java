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
import java.util.stream.IntStream;

/** Which tasks go first. */
final class Victims {
  private Victims() {}

  /**
   * Which tasks a service gives up that has too many. Those that do not run yet, then those that do
   * not serve, then, as in ECS, those in the availability zone and on the instance that have most
   * of them; the youngest among equals.
   */
  static List<TaskRecord> surplus(Lot tasks, int count, ClusterState state, TaskHealth health) {
    if (count <= 0) {
      return List.of();
    }
    Map<String, Integer> crowd = new HashMap<>();
    List<Standing> left =
        new ArrayList<>(tasks.tasks().map(task -> Standing.of(task, state, health)).toList());
    left.forEach(standing -> standing.enter(crowd, 1));
    Comparator<Standing> order =
        Comparator.comparingInt(Standing::worth)
            .thenComparing(standing -> -crowd.getOrDefault(standing.zone(), 0))
            .thenComparing(standing -> -crowd.getOrDefault(standing.place(), 0))
            .thenComparing(Standing::createdAt, Comparator.reverseOrder())
            .thenComparing(standing -> standing.task().getTask().getTaskArn());
    List<TaskRecord> victims = new ArrayList<>();
    while (victims.size() < count && !left.isEmpty()) {
      Standing victim = left.remove(least(left, order));
      victims.add(victim.task());
      victim.enter(crowd, -1);
    }
    return victims;
  }

  private static <T> int least(List<T> values, Comparator<T> order) {
    return IntStream.range(0, values.size())
        .reduce((a, b) -> order.compare(values.get(b), values.get(a)) < 0 ? b : a)
        .orElseThrow();
  }

  /** What decides about a task that one too many may cost. */
  private record Standing(
      TaskRecord task, int worth, String zone, String place, Instant createdAt) {
    static Standing of(TaskRecord task, ClusterState state, TaskHealth health) {
      int worth = TaskHealth.running(task) ? health.serves(task) ? 2 : 1 : 0;
      return new Standing(
          task, worth, Victims.zone(task, state), Victims.place(task), Victims.createdAt(task));
    }

    void enter(Map<String, Integer> crowd, int by) {
      crowd.merge(zone, by, Integer::sum);
      crowd.merge(place, by, Integer::sum);
    }
  }

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
