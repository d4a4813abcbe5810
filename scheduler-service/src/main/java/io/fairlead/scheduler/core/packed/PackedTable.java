package io.fairlead.scheduler.core.packed;

import com.google.protobuf.Message;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Packed records by ARN: a hash table in one array, as a map of texts weighs more than the records.
 *
 * @param <M> the kind of record
 */
public final class PackedTable<M extends Message> implements Iterable<Packed<M>> {
  // Linear probing, at most three quarters full. Beside each record a mark from its hash, 0 where
  // none is, so that few others are looked at on the way to one.
  private @Nullable Packed<M>[] table = table(16);
  private byte[] marks = new byte[16];
  private int size;

  @SuppressWarnings("unchecked")
  private static <M extends Message> @Nullable Packed<M>[] table(int length) {
    return (@Nullable Packed<M>[]) new Packed<?>[length];
  }

  private static byte mark(int hash) {
    return (byte) (hash >>> 24 | 1);
  }

  public int size() {
    return size;
  }

  public @Nullable Packed<M> get(String arn) {
    Key key = Key.of(arn);
    int hash = key.hash();
    int mask = table.length - 1;
    for (int at = hash & mask; marks[at] != 0; at = (at + 1) & mask) {
      Packed<M> each = table[at];
      if (marks[at] == mark(hash) && each != null && each.isNamed(key)) {
        return each;
      }
    }
    return null;
  }

  private int find(Packed<M> row, int hash) {
    int mask = table.length - 1;
    int at = hash & mask;
    while (marks[at] != 0) {
      Packed<M> each = table[at];
      if (marks[at] == mark(hash) && each != null && each.compareTo(row) == 0) {
        return at;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  /** Takes a record in; the result is what was known of that entity. */
  public @Nullable Packed<M> put(Packed<M> row) {
    int hash = row.keyHash();
    int at = find(row, hash);
    Packed<M> previous = table[at];
    table[at] = row;
    marks[at] = mark(hash);
    if (previous == null) {
      size++;
      grow();
    }
    return previous;
  }

  private void grow() {
    if (size * 4 <= table.length * 3) {
      return;
    }
    @Nullable Packed<M>[] old = table;
    table = table(old.length * 2);
    marks = new byte[old.length * 2];
    int mask = table.length - 1;
    for (Packed<M> each : old) {
      if (each != null) {
        int hash = each.keyHash();
        int at = hash & mask;
        while (marks[at] != 0) {
          at = (at + 1) & mask;
        }
        table[at] = each;
        marks[at] = mark(hash);
      }
    }
  }

  /** Lets an entity go; the result is what was known of it. */
  public @Nullable Packed<M> remove(String arn) {
    Packed<M> known = get(arn);
    if (known != null) {
      close(find(known, known.keyHash()));
      size--;
    }
    return known;
  }

  // What was probed past the gap is still found.
  private void close(int gap) {
    int mask = table.length - 1;
    int hole = gap;
    int at = (hole + 1) & mask;
    for (Packed<M> each = table[at]; each != null; each = table[at]) {
      int home = each.keyHash() & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        table[hole] = each;
        marks[hole] = marks[at];
        hole = at;
      }
      at = (at + 1) & mask;
    }
    table[hole] = null;
    marks[hole] = 0;
  }

  /** All, in no order. */
  public Stream<Packed<M>> stream() {
    return Arrays.stream(table).filter(Objects::nonNull).map(Objects::requireNonNull);
  }

  @Override
  public Iterator<Packed<M>> iterator() {
    return stream().iterator();
  }
}
