package io.fairlead.scheduler.core.packed;

import com.google.protobuf.Message;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Packed records in the order of their ARNs, in one array. What is added is put in its place only
 * when somebody looks, as a cluster that is read anew adds a million.
 *
 * @param <M> the kind of record
 */
public final class PackedList<M extends Message> implements Iterable<Packed<M>> {
  private static final int FEW = 8;
  private static final @Nullable Packed<?>[] NONE = {};

  private @Nullable Packed<?>[] rows = NONE;
  private int size;
  // The others behind them are in no order yet.
  private int ordered;

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  @SuppressWarnings("unchecked") // Only such are taken in.
  private Packed<M> at(int index) {
    return (Packed<M>) Objects.requireNonNull(rows[index]);
  }

  private int find(Packed<M> row) {
    int low = 0;
    int high = ordered - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = at(middle).compareTo(row);
      if (order == 0) {
        return middle;
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return -low - 1;
  }

  /** Takes in one of an entity that is not here. */
  public void add(Packed<M> row) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, size + Math.max(2, size / 4));
    }
    rows[size++] = row;
  }

  private void order() {
    if (size - ordered > FEW) {
      Arrays.sort(rows, 0, size);
      ordered = size;
    }
    while (ordered < size) {
      Packed<M> row = at(ordered);
      int place = -find(row) - 1;
      System.arraycopy(rows, place, rows, place + 1, ordered - place);
      rows[place] = row;
      ordered++;
    }
  }

  /** Lets an entity go; false where it is not here. */
  public boolean remove(Packed<M> row) {
    order();
    int at = find(row);
    if (at < 0) {
      return false;
    }
    size--;
    ordered--;
    System.arraycopy(rows, at + 1, rows, at, size - at);
    rows[size] = null;
    if (size < rows.length / 2) {
      rows = size == 0 ? NONE : Arrays.copyOf(rows, size);
    }
    return true;
  }

  public Stream<Packed<M>> stream() {
    order();
    return IntStream.range(0, size).mapToObj(this::at);
  }

  @Override
  public Iterator<Packed<M>> iterator() {
    return stream().iterator();
  }
}
