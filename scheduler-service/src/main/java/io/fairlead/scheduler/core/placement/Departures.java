package io.fairlead.scheduler.core.placement;

import java.util.List;

/** The places that tasks left last: the only ones that can have become better for some task. */
final class Departures {
  /** How many are known; a power of two. */
  static final int KEPT = 256;

  private final Place[] places = new Place[KEPT];
  private long count;

  void add(Place place) {
    places[(int) (count++ & (KEPT - 1))] = place;
  }

  /** Instances have become others, so that what was known of them is void. */
  void forget() {
    count += KEPT + 1;
  }

  /** How many there have been; to be given to {@link #since}. */
  long count() {
    return count;
  }

  /**
   * Gives the places that tasks left since then.
   *
   * @return false where not all of them are known any more
   */
  boolean since(long seen, List<Place> into) {
    if (count - seen > KEPT) {
      return false;
    }
    for (long i = seen; i < count; i++) {
      into.add(places[(int) (i & (KEPT - 1))]);
    }
    return true;
  }
}
