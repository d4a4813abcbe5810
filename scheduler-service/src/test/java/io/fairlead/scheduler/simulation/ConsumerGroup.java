package io.fairlead.scheduler.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shares the partitions of one topic among its members. A member that is to give a partition up is
 * asked, and the next one gets it when that has been done; one that is believed dead is not asked.
 */
final class ConsumerGroup {

  /** What a member hears. */
  interface Member {
    /** The partition is this member's from now on. */
    void assigned(int partition);

    /** The partition is to be given up; {@code done} is run when that has been done. */
    void revoked(int partition, Runnable done);
  }

  private final int partitions;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<Integer, String> owners = new HashMap<>();
  private final Map<Integer, String> leaving = new HashMap<>();
  private final Map<Integer, Long> committed = new HashMap<>();

  ConsumerGroup(int partitions) {
    this.partitions = partitions;
  }

  void join(String name, Member member) {
    members.put(name, member);
    rebalance();
  }

  /** The member goes, after it has given all up by itself, or because it is believed dead. */
  void remove(String name) {
    members.remove(name);
    owners.values().removeIf(name::equals);
    leaving.values().removeIf(name::equals);
    rebalance();
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  /** Who has a partition; null while nobody has. */
  @Nullable String owner(int partition) {
    return owners.get(partition);
  }

  /** Moves a partition to another member for no reason. */
  void move(int partition, String to) {
    String from = owners.get(partition);
    if (from != null && !from.equals(to) && members.containsKey(to)) {
      ask(partition, from, to);
    }
  }

  private void rebalance() {
    if (members.isEmpty()) {
      return;
    }
    for (int partition = 0; partition < partitions; partition++) {
      if (owners.get(partition) == null) {
        give(partition, poorest());
      }
    }
    int fair = partitions / members.size();
    for (String rich : List.copyOf(members.keySet())) {
      String poor = poorest();
      if (count(rich) > fair + 1 || (count(rich) > fair && count(poor) < fair)) {
        ask(firstOf(rich), rich, poor);
      }
    }
  }

  private void give(int partition, String to) {
    owners.put(partition, to);
    Objects.requireNonNull(members.get(to)).assigned(partition);
  }

  private void ask(int partition, String from, String to) {
    if (leaving.putIfAbsent(partition, from) != null) {
      return;
    }
    Objects.requireNonNull(members.get(from))
        .revoked(partition, () -> released(partition, from, to));
  }

  private void released(int partition, String from, String to) {
    if (!leaving.remove(partition, from)) {
      return;
    }
    owners.remove(partition);
    if (members.containsKey(to)) {
      give(partition, to);
    }
    rebalance();
  }

  private int firstOf(String name) {
    return owners.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(Map.Entry::getKey)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private String poorest() {
    return members.keySet().stream().min(Comparator.comparingInt(this::count)).orElseThrow();
  }

  private int count(String name) {
    return (int) owners.values().stream().filter(name::equals).count();
  }

  /** The partitions of a member. */
  List<Integer> of(String name) {
    List<Integer> own = new ArrayList<>();
    owners.forEach(
        (partition, owner) -> {
          if (owner.equals(name)) {
            own.add(partition);
          }
        });
    return own;
  }

  /** Where the next owner begins to read; 0 at first. */
  long committed(int partition) {
    return committed.getOrDefault(partition, 0L);
  }

  /** Remembers up to where a partition was read, unless it is somebody else's by now. */
  boolean commit(String name, int partition, long offset) {
    boolean own = name.equals(owners.get(partition));
    if (own) {
      committed.put(partition, offset);
    }
    return own;
  }
}
