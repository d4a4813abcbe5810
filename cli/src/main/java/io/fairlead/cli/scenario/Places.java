package io.fairlead.cli.scenario;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The instances of a lab, by name, each with its zone. */
public record Places(SortedMap<String, String> zones) {
  public Places {
    // i2 comes before i10.
    TreeMap<String, String> sorted =
        new TreeMap<>(
            java.util.Comparator.comparingInt(String::length)
                .thenComparing(java.util.Comparator.naturalOrder()));
    sorted.putAll(zones);
    zones = sorted;
    if (zones.isEmpty()) {
      throw new IllegalArgumentException("the cluster has no instances");
    }
  }

  /** What a target of a scenario is here. */
  String resolve(String target, RandomGenerator random) {
    List<String> instances = List.copyOf(zones.keySet());
    List<String> named = zones.values().stream().distinct().sorted().toList();
    if (target.equals("any")) {
      return instances.get(random.nextInt(instances.size()));
    }
    if (target.equals("any-zone")) {
      return "zone:" + named.get(random.nextInt(named.size()));
    }
    if (target.matches("instance:\\d{1,4}")) {
      return numbered(instances, target);
    }
    return target.matches("zone:\\d{1,4}") ? "zone:" + numbered(named, target) : target;
  }

  private static String numbered(List<String> all, String target) {
    int number = Integer.parseInt(target.substring(target.indexOf(':') + 1));
    if (number < 1 || number > all.size()) {
      throw new IllegalArgumentException("there is no " + target + "; there are: " + all);
    }
    return all.get(number - 1);
  }
}
