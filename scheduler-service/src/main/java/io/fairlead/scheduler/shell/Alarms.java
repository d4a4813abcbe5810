package io.fairlead.scheduler.shell;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** When each cluster must be looked at next. */
final class Alarms {
  private final Map<String, Instant> byCluster = new HashMap<>();
  private final TreeMap<Instant, TreeSet<String>> byTime = new TreeMap<>();

  void set(String cluster, Optional<Instant> at) {
    Instant previous = byCluster.get(cluster);
    if (previous != null) {
      if (at.isPresent() && at.get().equals(previous)) {
        return;
      }
      remove(cluster, previous);
    }
    at.ifPresent(moment -> add(cluster, moment));
  }

  private void add(String cluster, Instant at) {
    byCluster.put(cluster, at);
    byTime.computeIfAbsent(at, moment -> new TreeSet<>()).add(cluster);
  }

  private void remove(String cluster, Instant at) {
    byCluster.remove(cluster);
    TreeSet<String> clusters = byTime.get(at);
    if (clusters != null && clusters.remove(cluster) && clusters.isEmpty()) {
      byTime.remove(at);
    }
  }

  Optional<Instant> next() {
    return byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.firstKey());
  }

  /** The clusters whose time has come. */
  List<String> due(Instant now) {
    return byTime.headMap(now, true).values().stream().flatMap(TreeSet::stream).toList();
  }
}
