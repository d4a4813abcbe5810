package io.fairlead.cli.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the tasks of services as the events tell of them, so that a task that is away for a moment
 * only is seen, too.
 */
public final class Tally {
  private record Place(String service, String instance) {}

  private final Instant begin;
  private final Map<String, Place> running = new HashMap<>();
  private final Map<String, Integer> byInstance = new TreeMap<>();
  private final Map<String, Integer> byService = new TreeMap<>();
  private Map<String, Integer> desired = Map.of();
  private final List<Sample> samples = new ArrayList<>();

  /**
   * @param instances names of all that there are
   */
  public Tally(Instant begin, List<String> instances) {
    this.begin = begin;
    instances.forEach(name -> byInstance.put(name, 0));
  }

  /** A task of a service has come to a status. */
  public synchronized void task(
      Instant at, String arn, String service, String instance, String status) {
    Place before = running.get(arn);
    if (status.equals("RUNNING") && before == null) {
      running.put(arn, new Place(service, instance));
      count(service, instance, 1);
      sample(at);
    } else if (!status.equals("RUNNING") && before != null) {
      running.remove(arn);
      count(before.service(), before.instance(), -1);
      sample(at);
    }
  }

  private void count(String service, String instance, int tasks) {
    byService.merge(service, tasks, Integer::sum);
    byInstance.merge(instance, tasks, Integer::sum);
  }

  /** So many tasks are wanted of each service from now on. */
  public synchronized void desired(Instant at, Map<String, Integer> counts) {
    if (!counts.equals(desired)) {
      desired = new TreeMap<>(counts);
      counts.keySet().forEach(name -> byService.putIfAbsent(name, 0));
      sample(at);
    }
  }

  private void sample(Instant at) {
    samples.add(
        new Sample(
            Duration.between(begin, at).toMillis(),
            new TreeMap<>(byInstance),
            new TreeMap<>(byService),
            new TreeMap<>(desired)));
  }

  /** One for each change, in order. */
  public synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }
}
