package io.fairlead.scheduler.core.placement;

import java.util.List;

/** The places that tasks left last: the only ones that can have become better for some task. */
final class Departures {
  private static final int KEPT = 4096;

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
   * @param most not more than so many
   * @return false where they are more, or not known any more
   */
  boolean since(long seen, int most, List<Place> into) {
    if (count - seen > Math.min(most, KEPT)) {
      return false;
    }
    for (long i = seen; i < count; i++) {
      into.add(places[(int) (i & (KEPT - 1))]);
    }
    return true;
  }
}
