package io.fairlead.scheduler.core.placement;

import java.util.Arrays;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Where the tasks of a group are that have not stopped. */
final class Group {
  private final Slots slots;
  private final SlotCounts holders = new SlotCounts();
  // By field and value, counted when a spread first asks and kept up from then on.
  private int[] @Nullable [] crowds = new int[Traits.MOST_FIELDS][];
  private int edition;

  Group(Slots slots) {
    this.slots = slots;
  }

  /**
   * Counts tasks that come or go.
   *
   * @param edition of the values that the places bear
   */
  void add(Place place, int tasks, int edition) {
    holders.add(place.slot, tasks);
    if (this.edition != edition) {
      return;
    }
    for (int field = 0; field < crowds.length; field++) {
      int[] crowd = crowds[field];
      if (crowd != null) {
        crowds[field] = added(crowd, Traits.value(place.values, field), tasks);
      }
    }
  }

  private static int[] added(int[] crowd, int value, int tasks) {
    int[] wide = value < crowd.length ? crowd : Arrays.copyOf(crowd, value + 4);
    wide[value] += tasks;
    return wide;
  }

  /** How many tasks are where the field has a value, by value; values without may be left out. */
  int[] crowd(int field, int edition) {
    if (this.edition != edition) {
      this.edition = edition;
      Arrays.fill(crowds, null);
    }
    int[] known = crowds[field];
    if (known == null) {
      known = counted(field);
      crowds[field] = known;
    }
    return known;
  }

  private int[] counted(int field) {
    int[][] crowd = {new int[4]};
    forEach((place, count) -> crowd[0] = added(crowd[0], Traits.value(place.values, field), count));
    return crowd[0];
  }

  /** How many are on that instance. */
  int on(Place place) {
    return holders.get(place.slot);
  }

  /** How many are on the instance of that slot. */
  int on(int slot) {
    return holders.get(slot);
  }

  boolean isEmpty() {
    return holders.isEmpty();
  }

  /** Each place that has some, with their number, in no order. */
  void forEach(ObjIntConsumer<Place> visitor) {
    holders.forEach((slot, count) -> visitor.accept(slots.at(slot), count));
  }
}
