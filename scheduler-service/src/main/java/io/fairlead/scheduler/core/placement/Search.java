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
  private final Groups groups;
  private final IntUnaryOperator choice;

  Search(Shape shape, View view, Group group, Slots slots, Groups groups, IntUnaryOperator choice) {
    this.shape = shape;
    this.view = view;
    this.group = group;
    this.slots = slots;
    this.groups = groups;
    this.choice = choice;
  }

  /** The best place; null where the task fits nowhere. */
  @Nullable Place best() {
    Ranking ranking = shape.ranking();
    if (ranking.crowded().isPresent() && view.field == View.NO_FIELD) {
      return listed(shape.strategies(), view.cells);
    }
    long[] order =
        ranking.crowded().isPresent()
            ? byCrowd(group.crowd(view.field, groups.edition()))
            : byCrowd(new int[0]);
    return leastCrowded(ranking.within(), order);
  }

  /** Goes from the least to the most crowded values; equally crowded ones are one level. */
  private @Nullable Place leastCrowded(Ranking.Within within, long[] order) {
    int start = 0;
    while (start < order.length) {
      int crowd = (int) (order[start] >>> 32);
      int end = start + 1;
      while (end < order.length && (int) (order[end] >>> 32) == crowd) {
        end++;
      }
      Place best = best(within, order, start, end);
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

  private @Nullable Place best(Ranking.Within within, long[] order, int start, int end) {
    return switch (within) {
      case Ranking.Listed(var strategies) -> listed(strategies, level(order, start, end));
      case Ranking.InOrder in when in.apart() -> apart(in.key(), order, start, end);
      case Ranking.InOrder in -> inOrder(in, level(order, start, end));
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
    return new Room(shape, slots, group, most());
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

  /** How many tasks of the group may be where one more comes. */
  private int most() {
    return shape.distinct() ? 0 : Integer.MAX_VALUE;
  }

  /** Of several values the one that has the place with fewest tasks of the group. */
  private @Nullable Place apart(Key key, long[] order, int start, int end) {
    Frontier.Found best = null;
    for (int i = start; i < end; i++) {
      int value = (int) order[i];
      Frontier.Found found =
          shape.frontier(value).best(new Value(value, key), group, groups.departures(), most());
      best = Frontier.Found.better(found, best, key);
    }
    return best == null ? null : best.place();
  }

  /** The places of one value of the view. */
  private final class Value implements Frontier.Search {
    private final int value;
    private final Key key;
    private final Room anyhow = new Room(shape, slots, group, Integer.MAX_VALUE);

    Value(int value, Key key) {
      this.value = value;
      this.key = key;
    }

    @Override
    public boolean admits(Place place) {
      return view.covers(place) && view.value(place) == view.values[value] && anyhow.fits(place);
    }

    @Override
    public @Nullable Place first(Room room) {
      return Search.this.first(key, view.levels[value], room);
    }

    @Override
    public Room room(int most) {
      return new Room(shape, slots, group, most);
    }

    @Override
    public Key key() {
      return key;
    }
  }
}
