package io.fairlead.scheduler.core.placement;

import java.util.HashMap;
import java.util.Map;

/** The groups that have tasks. */
final class Groups {
  private final Slots slots;
  private final Group empty;
  private final Map<String, Group> groups = new HashMap<>();
  private final Departures departures = new Departures();
  private int edition;

  Groups(Slots slots) {
    this.slots = slots;
    this.empty = new Group(slots);
  }

  void add(String name, Place place, int tasks) {
    Group group = groups.get(name);
    if (group == null) {
      group = new Group(slots);
      groups.put(name, group);
    }
    group.add(place, tasks, edition);
    if (group.isEmpty()) {
      groups.remove(name);
    }
    if (tasks < 0) {
      departures.add(place);
    }
  }

  Departures departures() {
    return departures;
  }

  /** The group of that name, an empty one where it has no tasks. */
  Group named(String name) {
    return groups.getOrDefault(name, empty);
  }

  /** Places have come to bear other values, so what was counted by value is void. */
  void newEdition() {
    edition++;
  }

  int edition() {
    return edition;
  }
}
