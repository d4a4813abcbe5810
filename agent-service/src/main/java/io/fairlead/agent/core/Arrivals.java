package io.fairlead.agent.core;

import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.AssignmentSet;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When assignments came by themselves. A complete set that was made before a task came does not
 * name it, which does not make the task an orphan.
 */
public final class Arrivals {
  private final Map<String, Instant> byTask = new HashMap<>();

  /** An assignment of the task came. */
  public void arrived(String task, Instant now) {
    byTask.putIfAbsent(task, now);
  }

  /**
   * Which of the known tasks are orphans by a complete set.
   *
   * @param asOf when the set was made at the earliest
   */
  public List<String> orphans(Collection<String> known, AssignmentSet set, Instant asOf) {
    Set<String> named =
        set.getAssignmentsList().stream().map(Assignment::getTaskArn).collect(Collectors.toSet());
    List<String> orphans =
        known.stream()
            .filter(task -> !named.contains(task))
            .filter(task -> byTask.getOrDefault(task, Instant.MIN).isBefore(asOf))
            .toList();
    byTask.values().removeIf(arrival -> arrival.isBefore(asOf));
    return orphans;
  }

  /** Nothing is left of the task. */
  public void forget(String task) {
    byTask.remove(task);
  }
}
