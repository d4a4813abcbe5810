package io.fairlead.scheduler.core.placement;

import java.util.List;

/** The cells whose instances meet an eligibility, by the value of a field. */
final class View {
  /** No field: all cells count as having value 0. */
  static final int NO_FIELD = -1;

  final long bit;
  final int field;

  /** Cells with the same value, and which value that is. */
  final Cell[][] cells;

  final int[] values;

  /** Whether the cells have become others since. */
  boolean stale;

  View(long bit, int field, List<List<Cell>> cells) {
    this.bit = bit;
    this.field = field;
    this.cells = cells.stream().map(same -> same.toArray(Cell[]::new)).toArray(Cell[][]::new);
    this.values = cells.stream().mapToInt(same -> value(same.getFirst().values, field)).toArray();
  }

  static int value(int values, int field) {
    return field == NO_FIELD ? 0 : Traits.value(values, field);
  }

  /** The value that a place counts for. */
  int value(Place place) {
    return value(place.values, field);
  }

  /** Whether the place is in one of the cells. */
  boolean covers(Place place) {
    return place.cell != null && (place.mask & bit) != 0;
  }
}
