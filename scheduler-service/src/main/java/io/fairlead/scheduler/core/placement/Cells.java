package io.fairlead.scheduler.core.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The instances that take tasks, in cells; and in each cell in the orders that were asked for. */
final class Cells {
  private record Kind(long mask, int values) {
    static Kind of(Place place) {
      return new Kind(place.mask, place.values);
    }
  }

  private record Question(long bit, int field) {}

  private final Map<Kind, Cell> cells = new HashMap<>();
  private final Map<Question, View> views = new HashMap<>();
  private final Set<Key> keys;

  /**
   * @param keys the orders to be kept
   */
  Cells(Collection<Place> places, Set<Key> keys) {
    this.keys = EnumSet.noneOf(Key.class);
    this.keys.addAll(keys);
    for (Place place : places) {
      place.cell = null;
      enter(place);
    }
  }

  /** Puts a place where it belongs, if it takes tasks. */
  void enter(Place place) {
    if (place.isOpen()) {
      place.note();
      Cell cell = cell(Kind.of(place));
      cell.add(place);
      place.cell = cell;
    }
  }

  private Cell cell(Kind kind) {
    Cell known = cells.get(kind);
    if (known != null) {
      return known;
    }
    Cell cell = new Cell(kind.mask, kind.values);
    keys.forEach(cell::keep);
    cells.put(kind, cell);
    voidViews();
    return cell;
  }

  void leave(Place place) {
    if (place.cell != null) {
      place.cell.remove(place);
      place.cell = null;
    }
  }

  /** Puts a place right whose tasks have changed. */
  void update(Place place) {
    Cell cell = place.cell;
    if (cell != null && place.hasMoved()) {
      cell.remove(place);
      place.note();
      cell.add(place);
    }
  }

  /** Keeps all cells in that order, too. */
  void keep(Key key, Collection<Place> places) {
    if (!keys.add(key)) {
      return;
    }
    cells.values().forEach(cell -> cell.keep(key));
    for (Place place : places) {
      if (place.cell != null) {
        place.cell.by(key).add(place);
      }
    }
  }

  Set<Key> keys() {
    return keys;
  }

  /** Whether cells were made for instances that have long become others. */
  boolean isLitter(int places) {
    return cells.size() > 2 * places + 64;
  }

  View view(long bit, int field) {
    return views.computeIfAbsent(new Question(bit, field), this::make);
  }

  private View make(Question question) {
    Map<Integer, List<Cell>> byValue = new TreeMap<>();
    for (Cell cell : cells.values()) {
      if ((cell.mask & question.bit) != 0) {
        byValue
            .computeIfAbsent(View.value(cell.values, question.field), value -> new ArrayList<>())
            .add(cell);
      }
    }
    return new View(question.bit, question.field, List.copyOf(byValue.values()));
  }

  /** What was seen of the cells does not hold any more. */
  void voidViews() {
    views.values().forEach(view -> view.stale = true);
    views.clear();
  }
}
