package io.fairlead.scheduler.core;

import io.fairlead.proto.state.TaskRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks a service gives up that has too many. Those that do not run yet, then those that do
 * not serve, then, as in ECS, those in the availability zone and on the instance that have most of
 * them; the youngest among equals. Each that goes makes its zone and its instance less crowded.
 */
final class Surplus {
  private static final Comparator<Standing> ORDER =
      Comparator.comparing(Standing::crowd, Comparator.reverseOrder())
          .thenComparing(Standing::createdAt, Comparator.reverseOrder())
          .thenComparing(Standing::arn);

  private final Map<String, Integer> zones = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();
  // By what they are worth, and then by zone. A crowd only becomes smaller, so one that was queued
  // with a larger one comes too early, and is queued again.
  private final SortedMap<Integer, SortedMap<String, PriorityQueue<Standing>>> left =
      new TreeMap<>();

  /**
   * A task that one too many may cost.
   *
   * @param crowd how many were on its instance when it was queued
   */
  private record Standing(
      TaskRecord task, String zone, String place, Instant createdAt, int crowd) {
    String arn() {
      return task.getTask().getTaskArn();
    }
  }

  private Surplus() {}

  static List<TaskRecord> of(Lot tasks, int count, ClusterState state, TaskHealth health) {
    if (count <= 0) {
      return List.of();
    }
    Surplus surplus = new Surplus();
    List<TaskRecord> all = tasks.tasks().toList();
    for (TaskRecord task : all) {
      surplus.zones.merge(Victims.zone(task, state), 1, Integer::sum);
      surplus.places.merge(Victims.place(task), 1, Integer::sum);
    }
    all.forEach(task -> surplus.add(task, Victims.zone(task, state), worth(task, health)));
    return surplus.take(Math.min(count, all.size()));
  }

  private static int worth(TaskRecord task, TaskHealth health) {
    return TaskHealth.running(task) ? health.serves(task) ? 2 : 1 : 0;
  }

  private void add(TaskRecord task, String zone, int worth) {
    String place = Victims.place(task);
    left.computeIfAbsent(worth, _ -> new TreeMap<>())
        .computeIfAbsent(zone, _ -> new PriorityQueue<>(ORDER))
        .add(
            new Standing(
                task, zone, place, Victims.createdAt(task), places.getOrDefault(place, 0)));
  }

  private List<TaskRecord> take(int count) {
    List<TaskRecord> taken = new ArrayList<>();
    for (SortedMap<String, PriorityQueue<Standing>> alike : left.values()) {
      Standing next = taken.size() < count ? first(alike) : null;
      while (next != null) {
        taken.add(next.task());
        zones.merge(next.zone(), -1, Integer::sum);
        places.merge(next.place(), -1, Integer::sum);
        next = taken.size() < count ? first(alike) : null;
      }
    }
    return taken;
  }

  /** Takes out the one that goes first; null where none is left. */
  private @Nullable Standing first(SortedMap<String, PriorityQueue<Standing>> alike) {
    PriorityQueue<Standing> best = null;
    for (PriorityQueue<Standing> zone : alike.values()) {
      Standing head = head(zone);
      if (head != null && (best == null || isBefore(head, best.element()))) {
        best = zone;
      }
    }
    return best == null ? null : best.poll();
  }

  private boolean isBefore(Standing one, Standing other) {
    int crowds =
        Integer.compare(zones.getOrDefault(one.zone(), 0), zones.getOrDefault(other.zone(), 0));
    return crowds > 0 || (crowds == 0 && ORDER.compare(one, other) < 0);
  }

  private @Nullable Standing head(PriorityQueue<Standing> zone) {
    Standing head = zone.peek();
    while (head != null && head.crowd() != places.getOrDefault(head.place(), 0)) {
      zone.remove();
      zone.add(
          new Standing(
              head.task(),
              head.zone(),
              head.place(),
              head.createdAt(),
              places.getOrDefault(head.place(), 0)));
      head = zone.peek();
    }
    return head;
  }
}
