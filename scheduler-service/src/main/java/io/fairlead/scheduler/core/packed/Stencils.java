package io.fairlead.scheduler.core.packed;

import com.google.protobuf.Message;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** All stencils that are known, by their bytes: a hash table that is at most half full. */
final class Stencils<M extends Message> {
  private static final int FEW = 1024;

  private @Nullable Stencil<M>[] table = table(16);
  // The processor has an instruction for it: some hundred bytes cost next to nothing.
  private final CRC32C checksum = new CRC32C();
  private int size;
  // So many are no reason to look which of them are still used.
  private int bearable = FEW;

  @SuppressWarnings("unchecked")
  private static <M extends Message> @Nullable Stencil<M>[] table(int length) {
    return (@Nullable Stencil<M>[]) new Stencil<?>[length];
  }

  /** The stencil of these bytes, if it is known. */
  @Nullable Stencil<M> get(Bytes bytes) {
    return table[find(bytes.array, bytes.size, hash(bytes))];
  }

  private int hash(Bytes bytes) {
    checksum.reset();
    checksum.update(bytes.array, 0, bytes.size);
    return (int) checksum.getValue();
  }

  private int find(byte[] bytes, int length, int hash) {
    int mask = table.length - 1;
    int at = hash & mask;
    for (Stencil<M> known = table[at]; known != null; known = table[at]) {
      if (known.hash == hash
          && Arrays.equals(known.bytes, 0, known.bytes.length, bytes, 0, length)) {
        return at;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  /**
   * Adds one that is not known.
   *
   * @param record what is shared of it
   */
  Stencil<M> add(Splitter split, M record) {
    Bytes bytes = split.shared;
    Stencil<M> stencil =
        new Stencil<>(
            Arrays.copyOf(bytes.array, bytes.size),
            hash(bytes),
            record,
            split.key(),
            split.host(),
            split.ownFields());
    add(stencil);
    return stencil;
  }

  private void add(Stencil<M> stencil) {
    if (size * 2 >= table.length) {
      resize(table.length * 2);
    }
    int at = find(stencil.bytes, stencil.bytes.length, stencil.hash);
    size += table[at] == null ? 1 : 0;
    table[at] = stencil;
  }

  private void resize(int length) {
    @Nullable Stencil<M>[] old = table;
    table = table(length);
    size = 0;
    for (Stencil<M> stencil : old) {
      if (stencil != null) {
        add(stencil);
      }
    }
  }

  int size() {
    return size;
  }

  /** Forgets those that nothing bears, once there are twice as many as after the last time. */
  void tidy() {
    if (size <= bearable) {
      return;
    }
    @Nullable Stencil<M>[] old = table;
    table = table(old.length);
    size = 0;
    for (Stencil<M> stencil : old) {
      if (stencil != null && stencil.bearers > 0) {
        add(stencil);
      }
    }
    bearable = Math.max(FEW, 2 * size);
  }
}
