package io.fairlead.scheduler.core.packed;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Entities with packed records, by ARN: a hash table in one array, as a map of texts weighs more
 * than the records.
 *
 * @param <R> what is kept of an entity
 */
public final class PackedTable<R extends PackedTable.Row> {
  // Linear probing, at most three quarters full. Beside each entity a mark from its hash, 0 where
  // none is, so that few others are looked at on the way to one.
  private @Nullable Row[] table = new Row[16];
  private byte[] marks = new byte[16];
  private int size;

  /** What a table takes. */
  public interface Row {

    /** The record; another one later, of the same entity. */
    Packed<?> row();
  }

  private static byte mark(int hash) {
    return (byte) (hash >>> 24 | 1);
  }

  public int size() {
    return size;
  }

  public @Nullable R get(String arn) {
    return get(Key.of(arn));
  }

  /** What the entity of that record is on. */
  public @Nullable R host(Packed<?> guest) {
    return get(guest.hostKey());
  }

  private @Nullable R get(Key key) {
    return at(find(key, key.hash()));
  }

  @SuppressWarnings("unchecked") // Only such are taken in.
  private @Nullable R at(int index) {
    return (R) table[index];
  }

  /** Where that one is, or the place that it would have. */
  private int find(Key key, int hash) {
    int mask = table.length - 1;
    int at = hash & mask;
    while (marks[at] != 0) {
      Row each = table[at];
      if (marks[at] == mark(hash) && each != null && each.row().isNamed(key)) {
        return at;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  /** Takes an entity in; the result is what was known of it. */
  public @Nullable R put(R row) {
    Key key = row.row().key();
    int hash = key.hash();
    int at = find(key, hash);
    R previous = at(at);
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
    @Nullable Row[] old = table;
    table = new Row[old.length * 2];
    marks = new byte[old.length * 2];
    int mask = table.length - 1;
    for (Row each : old) {
      if (each != null) {
        int hash = hash(each);
        int at = hash & mask;
        while (marks[at] != 0) {
          at = (at + 1) & mask;
        }
        table[at] = each;
        marks[at] = mark(hash);
      }
    }
  }

  private static int hash(Row row) {
    return row.row().key().hash();
  }

  /** Lets an entity go; the result is what was known of it. */
  public @Nullable R remove(String arn) {
    Key key = Key.of(arn);
    int at = find(key, key.hash());
    R known = at(at);
    if (known != null) {
      close(at);
      size--;
    }
    return known;
  }

  // What was probed past the gap is still found.
  private void close(int gap) {
    int mask = table.length - 1;
    int hole = gap;
    int at = (hole + 1) & mask;
    for (Row each = table[at]; each != null; each = table[at]) {
      int home = hash(each) & mask;
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
  @SuppressWarnings("unchecked") // Only such are taken in.
  public Stream<R> stream() {
    return Arrays.stream(table)
        .filter(Objects::nonNull)
        .map(row -> (R) Objects.requireNonNull(row));
  }
}
