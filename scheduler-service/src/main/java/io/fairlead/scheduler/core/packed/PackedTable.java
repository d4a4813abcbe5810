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
  // Linear probing, at most three quarters full. Beside each entity its hash, 0 where none is, so
  // that hardly another is looked at on the way to one, and none when the table grows.
  private @Nullable Row[] table = new Row[16];
  private int[] hashes = new int[16];
  private int size;

  /** What a table takes. */
  public interface Row {

    /** The record; another one later, of the same entity. */
    Packed<?> row();
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
    return at(find(key, hash(key)));
  }

  @SuppressWarnings("unchecked") // Only such are taken in.
  private @Nullable R at(int index) {
    return (R) table[index];
  }

  /** Never 0. */
  private static int hash(Key key) {
    int hash = key.hash();
    return hash == 0 ? 1 : hash;
  }

  /** Where that one is, or the place that it would have. */
  private int find(Key key, int hash) {
    int mask = table.length - 1;
    int at = hash & mask;
    while (hashes[at] != 0) {
      Row each = table[at];
      if (hashes[at] == hash && each != null && each.row().isNamed(key)) {
        return at;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  /** Takes an entity in; the result is what was known of it. */
  public @Nullable R put(R row) {
    Key key = row.row().key();
    int hash = hash(key);
    int at = find(key, hash);
    R previous = at(at);
    table[at] = row;
    hashes[at] = hash;
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
    @Nullable Row[] oldTable = table;
    int[] oldHashes = hashes;
    table = new Row[oldTable.length * 2];
    hashes = new int[oldTable.length * 2];
    int mask = table.length - 1;
    for (int i = 0; i < oldTable.length; i++) {
      if (oldHashes[i] != 0) {
        int at = oldHashes[i] & mask;
        while (hashes[at] != 0) {
          at = (at + 1) & mask;
        }
        table[at] = oldTable[i];
        hashes[at] = oldHashes[i];
      }
    }
  }

  /** Lets an entity go; the result is what was known of it. */
  public @Nullable R remove(String arn) {
    Key key = Key.of(arn);
    int at = find(key, hash(key));
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
    for (int at = (hole + 1) & mask; hashes[at] != 0; at = (at + 1) & mask) {
      int home = hashes[at] & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        table[hole] = table[at];
        hashes[hole] = hashes[at];
        hole = at;
      }
    }
    table[hole] = null;
    hashes[hole] = 0;
  }

  /** All, in no order. */
  @SuppressWarnings("unchecked") // Only such are taken in.
  public Stream<R> stream() {
    return Arrays.stream(table)
        .filter(Objects::nonNull)
        .map(row -> (R) Objects.requireNonNull(row));
  }
}
