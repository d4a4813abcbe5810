package io.fairlead.scheduler.core.placement;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The cells whose instances meet an eligibility, by the value of a field. */
final class View {
  /** No field: all cells count as having value 0. */
  static final int NO_FIELD = -1;

  final long bit;
  final int field;

  /** Cells with the same value, and which value that is. */
  final Cell[][] cells;

  final int[] values;

  /** Each entry of {@link #cells} alone. */
  final Cell[][][] levels;

  /** Whether the cells have become others since. */
  boolean stale;

  private @Nullable Map<Obstacle, Integer> outside;
  private int outsideAt;

  View(long bit, int field, List<List<Cell>> cells) {
    this.bit = bit;
    this.field = field;
    this.cells = cells.stream().map(same -> same.toArray(Cell[]::new)).toArray(Cell[][]::new);
    this.levels =
        Arrays.stream(this.cells).map(same -> new Cell[][] {same}).toArray(Cell[][][]::new);
    this.values = cells.stream().mapToInt(same -> value(same.getFirst().values, field)).toArray();
  }

  /**
   * How many of the other instances there are for each reason, counted when it is first asked.
   *
   * @param facts grows whenever an instance may have become another
   */
  Map<Obstacle, Integer> outside(int facts, Supplier<Map<Obstacle, Integer>> count) {
    if (outside == null || outsideAt != facts) {
      outside = count.get();
      outsideAt = facts;
    }
    return outside;
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
