package io.fairlead.scheduler.core.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Numbers that order instances as their ARNs do. They leave gaps, so that an instance that comes
 * later finds one between its neighbours.
 */
final class Ranks {
  private static final Comparator<Place> BY_ARN = Comparator.comparing(Place::arn);
  private static final long END = 1L << 31;

  private final List<Place> places;

  Ranks(Collection<Place> all) {
    places = new ArrayList<>(all);
    places.sort(BY_ARN);
    long gap = END / (places.size() + 1);
    for (int i = 0; i < places.size(); i++) {
      places.get(i).rank = (int) (gap * (i + 1));
    }
  }

  /** Takes another one in. False where no number is left between its neighbours. */
  boolean add(Place place) {
    int found = Collections.binarySearch(places, place, BY_ARN);
    int at = found < 0 ? -found - 1 : found;
    long below = at == 0 ? 0 : places.get(at - 1).rank;
    long above = at == places.size() ? END : places.get(at).rank;
    places.add(at, place);
    place.rank = (int) ((below + above) >>> 1);
    return place.rank > below;
  }

  void remove(Place place) {
    places.remove(Collections.binarySearch(places, place, BY_ARN));
  }

  /** All of them, by ARN. */
  List<Place> all() {
    return places;
  }
}
