package io.fairlead.scheduler.core.placement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All instances of a cluster, kept so that the best one for a task is found without looking at all.
 *
 * <p>Exact: what {@link #place} answers depends on the instances and their tasks only, never on
 * what was asked before or in which order instances came. The memory of questions (eligibilities,
 * fields, orders) decides how long an answer takes, not which it is.
 */
public final class PlacementIndex {
  private static final int PATIENCE = 256;
  private static final int MOST_SEEN = 1024;

  private final Slots slots = new Slots();
  private final Groups groups = new Groups(slots);
  private final Shapes shapes = new Shapes();
  private final Traits traits = new Traits();
  // Places whose tasks have changed since the last search. A plan that is taken back, or a task
  // that
  // only changes its status, so costs no move in the orders.
  private final List<Place> changed = new ArrayList<>();
  private @Nullable Ranks ranks;
  private @Nullable Cells cells;
  private Set<Key> keys = EnumSet.noneOf(Key.class);
  // Eligibilities that were asked for, whether or not they are still known.
  private final Set<Eligibility> seenOnce = new HashSet<>();
  private int crowdedOut;
  // Grows with each change of an instance's record.
  private int facts;

  /** Takes an instance in, with the tasks that it has. */
  public void join(Place place) {
    becameOther();
    slots.add(place);
    place.enter(this);
    describe(place);
    // Few come with tasks, and a way that is not gone need not be compiled when thousands come.
    if (place.taskCount() > 0) {
      place.tasks().forEach(task -> groups.add(task.getTask().getGroup(), place, 1));
    }
    if (ranks != null && !ranks.add(place)) {
      ranks = null;
      regroup();
    }
    if (cells != null) {
      cells.enter(place);
    }
  }

  private void describe(Place place) {
    if (!traits.describe(place)) {
      renew();
    }
  }

  /** Lets an instance go. */
  public void leave(Place place) {
    becameOther();
    if (cells != null) {
      cells.leave(place);
    }
    if (ranks != null) {
      ranks.remove(place);
    }
    place.tasks().forEach(task -> groups.add(task.getTask().getGroup(), place, -1));
    slots.remove(place);
    place.leave();
  }

  private void becameOther() {
    facts++;
    groups.departures().forget();
  }

  /** The instance's record has changed. */
  void described(Place place) {
    becameOther();
    if (cells != null) {
      cells.leave(place);
    }
    int values = place.values;
    describe(place);
    if (place.values != values) {
      groups.newEdition();
    }
    if (cells != null) {
      cells.enter(place);
    }
  }

  /** Tasks of a group have come to the place or left it. */
  void counted(Place place, String group, int tasks) {
    groups.add(group, place, tasks);
    if (!place.changed && place.cell != null) {
      place.changed = true;
      changed.add(place);
    }
  }

  int count(Place place, String group) {
    return groups.named(group).on(place);
  }

  /** The request, read; kept, so that it is read once. */
  public Shape shape(PlacementRequest request) {
    return shapes.of(request);
  }

  /**
   * Where the task goes.
   *
   * @param choice draws a number below its argument
   */
  public Placement place(PlacementRequest request, IntUnaryOperator choice) {
    Shape shape = shapes.of(request);
    settle();
    View view = view(shape);
    Group group = shape.tasks(groups);
    Place best =
        view == null
            ? scanned(shape, group, choice)
            : new Search(shape, view, group, slots, groups, choice).best();
    return best == null ? refused(shape, view) : new Placement.Placed(best);
  }

  private @Nullable Place scanned(Shape shape, Group group, IntUnaryOperator choice) {
    List<Place> fitting =
        ranks().all().stream().filter(place -> shape.obstacle(place).isEmpty()).toList();
    return fitting.isEmpty()
        ? null
        : new Strategies(shape.strategies(), group).best(fitting, choice);
  }

  private Placement refused(Shape shape, @Nullable View view) {
    SortedMap<Obstacle, Integer> refusals = new TreeMap<>();
    if (view != null) {
      refusals.putAll(view.outside(facts, () -> outside(shape, view)));
    }
    for (Place place : slots.all()) {
      if (view == null) {
        refusals.merge(shape.obstacle(place).orElseThrow(), 1, Integer::sum);
      } else if (view.covers(place)) {
        refusals.merge(shape.passing(place).orElseThrow(), 1, Integer::sum);
      }
    }
    return new Placement.Unplaced(Collections.unmodifiableSortedMap(refusals));
  }

  /** The obstacles of the instances that no task of that eligibility may go to. */
  private Map<Obstacle, Integer> outside(Shape shape, View view) {
    Map<Obstacle, Integer> refusals = new EnumMap<>(Obstacle.class);
    for (Place place : slots.all()) {
      if (!view.covers(place)) {
        refusals.merge(shape.eligibility().obstacle(place).orElseThrow(), 1, Integer::sum);
      }
    }
    return refusals;
  }

  private void settle() {
    for (Place place : changed) {
      place.changed = false;
      if (cells != null) {
        cells.update(place);
      }
    }
    changed.clear();
  }

  private Ranks ranks() {
    Ranks known = ranks == null ? new Ranks(slots.all()) : ranks;
    ranks = known;
    return known;
  }

  private Cells cells() {
    if (cells == null || cells.isLitter(ranks().all().size())) {
      regroup();
      cells = new Cells(ranks().all(), keys);
    }
    return cells;
  }

  private void regroup() {
    if (cells != null) {
      cells.voidViews();
      keys = cells.keys();
      cells = null;
    }
  }

  /** Null where the request is better held against each instance. */
  private @Nullable View view(Shape shape) {
    View known = shape.view();
    if (known != null) {
      return known;
    }
    if (!learn(shape)) {
      return null;
    }
    cells().keep(shape.ranking().within().key(), slots.all());
    int field = shape.ranking().crowded().map(traits::field).orElse(View.NO_FIELD);
    View view = cells().view(1L << traits.bit(shape.eligibility()), field);
    shape.view(view);
    return view;
  }

  /** Sees to it that the index knows what the request asks; false where that is not worth it. */
  private boolean learn(Shape shape) {
    Eligibility eligibility = shape.eligibility();
    if (traits.bit(eligibility) < 0) {
      // What is asked once may never be asked again.
      if (isNew(eligibility) || !hasRoom(traits.hasRoomForEligibility())) {
        return false;
      }
      ask(eligibility);
    }
    shape
        .ranking()
        .crowded()
        .filter(field -> traits.field(field) < 0 && !traits.isWide(field))
        .filter(_ -> hasRoom(traits.hasRoomForField()))
        .ifPresent(this::ask);
    return true;
  }

  private boolean isNew(Eligibility eligibility) {
    if (seenOnce.size() == MOST_SEEN) {
      seenOnce.clear();
    }
    return seenOnce.add(eligibility);
  }

  /** Makes room only now and then: where more is asked in turn than can be kept, it costs more. */
  private boolean hasRoom(boolean room) {
    if (room) {
      return true;
    }
    crowdedOut++;
    if (crowdedOut < PATIENCE) {
      return false;
    }
    crowdedOut = 0;
    renew();
    return true;
  }

  private void ask(Eligibility eligibility) {
    if (traits.bit(eligibility) < 0) {
      traits.ask(eligibility, slots.all());
      regroup();
    }
  }

  private void ask(String field) {
    if (traits.field(field) < 0 && !traits.isWide(field)) {
      traits.ask(field, slots.all());
      groups.newEdition();
      regroup();
    }
  }

  /** Forgets all questions but those of the requests that were asked last. */
  private void renew() {
    traits.forget(slots.all());
    groups.newEdition();
    regroup();
    keys = EnumSet.noneOf(Key.class);
    shapes
        .recent()
        .map(Shape::eligibility)
        .distinct()
        .limit(Traits.MOST_ELIGIBILITIES / 2)
        .forEach(this::ask);
    shapes
        .recent()
        .flatMap(shape -> shape.ranking().crowded().stream())
        .distinct()
        .limit(Traits.MOST_FIELDS / 2)
        .forEach(this::ask);
  }
}
