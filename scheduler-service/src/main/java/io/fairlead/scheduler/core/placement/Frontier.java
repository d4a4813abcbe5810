package io.fairlead.scheduler.core.placement;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place with fewest tasks of a group, and the first in an order among these. What one
 * search finds out holds for the next: where all with room have so many tasks of the group or more,
 * tasks that come keep that true, and where some have left since is looked at one by one. So as
 * long as tasks come the search goes on where the last one ended, instead of passing over all
 * places that have a task already.
 */
final class Frontier {
  // Each place that admits the task has at least so many tasks of the group, but for some of these.
  private int least;
  private final List<Place> left = new ArrayList<>();
  private long seen;

  /** One place and how many tasks of the group it has. */
  record Found(Place place, int tasks) {

    /** The better of two, either of which may be missing. */
    static @Nullable Found better(@Nullable Found one, @Nullable Found other, Key key) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return one.tasks < other.tasks
              || (one.tasks == other.tasks && key.position(one.place) < key.position(other.place))
          ? one
          : other;
    }
  }

  /** Which places are searched. */
  interface Search {
    /** Whether the place is one of them and has room. */
    boolean admits(Place place);

    /** The first of them that admits the task and has at most so many tasks of the group. */
    @Nullable Place first(Room room);

    /** Room for the task where at most so many tasks of the group are. */
    Room room(int most);

    Key key();
  }

  /** The best place, if it has at most so many tasks of the group. */
  @Nullable Found best(Search search, Group group, Departures departures, int most) {
    catchUp(departures);
    Found best = amongLeft(search, group);
    while (best == null && least <= most) {
      Room room = search.room(least);
      Place place = search.first(room);
      if (place != null) {
        best = new Found(place, least);
      } else if (room.nearest() == Integer.MAX_VALUE) {
        return null;
      } else {
        least = room.nearest();
      }
    }
    return best == null || best.tasks > most ? null : best;
  }

  private void catchUp(Departures departures) {
    if (left.size() > Departures.KEPT || !departures.since(seen, left)) {
      least = 0;
      left.clear();
    }
    seen = departures.count();
  }

  private @Nullable Found amongLeft(Search search, Group group) {
    left.removeIf(place -> !search.admits(place) || group.on(place) >= least);
    Found best = null;
    for (Place place : left) {
      best = Found.better(new Found(place, group.on(place)), best, search.key());
    }
    return best;
  }
}
