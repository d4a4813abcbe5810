package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.ecs.PlacementStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** One search for the best place of a task among the cells of a view. */
final class Search {
  private static final Comparator<Place> BY_ARN = Comparator.comparingInt(place -> place.rank);

  private final Shape shape;
  private final View view;
  private final Group group;
  private final Slots slots;
  private final int edition;
  private final IntUnaryOperator choice;

  /**
   * @param edition of the values that places bear
   */
  Search(Shape shape, View view, Group group, Slots slots, int edition, IntUnaryOperator choice) {
    this.shape = shape;
    this.view = view;
    this.group = group;
    this.slots = slots;
    this.edition = edition;
    this.choice = choice;
  }

  /** The best place; null where the task fits nowhere. */
  @Nullable Place best() {
    Ranking ranking = shape.ranking();
    if (ranking.crowded().isEmpty()) {
      return best(ranking.within(), view.cells, 0);
    }
    if (view.field == View.NO_FIELD) {
      return listed(shape.strategies(), view.cells);
    }
    return leastCrowded(ranking.within());
  }

  /** Goes from the least to the most crowded values; equally crowded ones are one level. */
  private @Nullable Place leastCrowded(Ranking.Within within) {
    long[] order = byCrowd(group.crowd(view.field, edition));
    int start = 0;
    while (start < order.length) {
      int crowd = (int) (order[start] >>> 32);
      int end = start + 1;
      while (end < order.length && (int) (order[end] >>> 32) == crowd) {
        end++;
      }
      Place best = best(within, level(order, start, end), crowd);
      if (best != null) {
        return best;
      }
      start = end;
    }
    return null;
  }

  /** How crowded each value is, and below that its index in the view, ascending. */
  private long[] byCrowd(int[] crowd) {
    long[] order = new long[view.values.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = ((long) crowd(crowd, view.values[i]) << 32) | i;
    }
    sort(order);
    return order;
  }

  /** Zones are few, and then to insert each is quickest. */
  private static void sort(long[] order) {
    if (order.length > 8) {
      Arrays.sort(order);
      return;
    }
    for (int i = 1; i < order.length; i++) {
      long next = order[i];
      int at = i;
      for (; at > 0 && order[at - 1] > next; at--) {
        order[at] = order[at - 1];
      }
      order[at] = next;
    }
  }

  private static int crowd(int[] crowd, int value) {
    return value < crowd.length ? crowd[value] : 0;
  }

  private Cell[][] level(long[] order, int start, int end) {
    if (end - start == 1) {
      return view.levels[(int) order[start]];
    }
    Cell[][] level = new Cell[end - start][];
    for (int i = start; i < end; i++) {
      level[i - start] = view.cells[(int) order[i]];
    }
    return level;
  }

  private @Nullable Place best(Ranking.Within within, Cell[][] level, int crowd) {
    return switch (within) {
      case Ranking.Listed(var strategies) -> listed(strategies, level);
      case Ranking.InOrder order when order.apart() -> apart(order.key(), level, crowd);
      case Ranking.InOrder order -> inOrder(order, level);
    };
  }

  private @Nullable Place listed(List<PlacementStrategy> strategies, Cell[][] level) {
    List<Place> fitting = new ArrayList<>();
    Room room = room();
    for (Cell[] cells : level) {
      for (Cell cell : cells) {
        cell.by(shape.ranking().within().key())
            .collect(Long.MIN_VALUE, Long.MAX_VALUE, room, slot -> fitting.add(slots.at(slot)));
      }
    }
    return chosen(strategies, fitting);
  }

  private @Nullable Place chosen(List<PlacementStrategy> strategies, List<Place> fitting) {
    if (fitting.isEmpty()) {
      return null;
    }
    fitting.sort(BY_ARN);
    return new Strategies(strategies, group).best(fitting, choice);
  }

  private Room room() {
    return new Room(shape, slots, shape.distinct() ? group : null);
  }

  private @Nullable Place inOrder(Ranking.InOrder order, Cell[][] level) {
    Room room = room();
    Place first = first(order.key(), level, room);
    if (first == null || order.ties().isEmpty()) {
      return first;
    }
    List<Place> equal = new ArrayList<>();
    long from = Key.first(order.key().of(first));
    for (Cell[] cells : level) {
      for (Cell cell : cells) {
        cell.by(order.key())
            .collect(from, from + (1L << 32), room, slot -> equal.add(slots.at(slot)));
      }
    }
    return chosen(order.ties(), equal);
  }

  private @Nullable Place first(Key key, Cell[][] level, Room room) {
    long from =
        switch (key) {
          case TASKS -> Long.MIN_VALUE;
          case MEMORY -> Key.first(room.memory);
          case CPU -> Key.first(room.cpu);
        };
    Place best = null;
    long before = Long.MAX_VALUE;
    for (Cell[] cells : level) {
      for (Cell cell : cells) {
        int slot = cell.by(key).first(from, before, room);
        if (slot != Block.NONE) {
          best = slots.at(slot);
          before = key.position(best);
        }
      }
    }
    return best;
  }

  /** First the places that have no task of the group, then those that have fewest. */
  private @Nullable Place apart(Key key, Cell[][] level, int crowd) {
    Place free = first(key, level, new Room(shape, slots, group));
    return free != null || shape.distinct() || group.isEmpty() ? free : fewest(key, crowd);
  }

  private @Nullable Place fewest(Key key, int level) {
    Room room = room();
    int[] crowds = view.field == View.NO_FIELD ? new int[0] : group.crowd(view.field, edition);
    Fewest fewest = new Fewest(key);
    group.forEach(
        (place, count) -> {
          if (view.covers(place) && crowd(crowds, view.value(place)) == level && room.fits(place)) {
            fewest.consider(place, count);
          }
        });
    return fewest.place;
  }

  /** The place with the lowest count, and among these the first in an order. */
  private static final class Fewest {
    private final Key key;
    private int count = Integer.MAX_VALUE;
    private @Nullable Place place;

    Fewest(Key key) {
      this.key = key;
    }

    void consider(Place next, int tasks) {
      if (place == null
          || tasks < count
          || (tasks == count && key.position(next) < key.position(place))) {
        place = next;
        count = tasks;
      }
    }
  }
}
