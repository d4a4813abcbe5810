package io.fairlead.scheduler.core.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small number for each place, kept while it is in the index, so that counts need no keys. */
final class Slots {
  private @Nullable Place[] places = new Place[16];
  // Numbers below `used` that are free again, the last one first.
  private int[] free = new int[16];
  private int freed;
  private int used;

  void add(Place place) {
    int slot = freed > 0 ? free[--freed] : used++;
    if (slot == places.length) {
      places = Arrays.copyOf(places, slot * 2);
    }
    places[slot] = place;
    place.slot = slot;
  }

  void remove(Place place) {
    places[place.slot] = null;
    if (freed == free.length) {
      free = Arrays.copyOf(free, freed * 2);
    }
    free[freed++] = place.slot;
  }

  /** The place of that slot, which must be taken. */
  Place at(int slot) {
    Place place = places[slot];
    if (place == null) {
      throw new IllegalStateException("slot " + slot + " is free");
    }
    return place;
  }

  List<Place> all() {
    List<Place> all = new ArrayList<>(used - freed);
    for (int slot = 0; slot < used; slot++) {
      Place place = places[slot];
      if (place != null) {
        all.add(place);
      }
    }
    return all;
  }
}
