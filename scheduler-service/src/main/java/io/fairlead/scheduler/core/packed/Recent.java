package io.fairlead.scheduler.core.packed;

import com.google.protobuf.Message;
import org.jspecify.annotations.Nullable;

/**
 * Records that were needed lately, packed and whole. Two to a place, so that what a plan puts in
 * and takes back does not drive out what was there before.
 */
final class Recent<M extends Message> {
  private static final int FIRST = 64;

  private final int most;
  private @Nullable Object[] packed = new Object[FIRST];
  private @Nullable Object[] records = new Object[FIRST];
  private int mask = FIRST - 2;
  private int drivenOut;

  /**
   * @param most to so many it grows when they are needed; a power of two
   */
  Recent(int most) {
    this.most = most;
  }

  private int place(int hash) {
    return (hash ^ hash >>> 16) << 1 & mask;
  }

  @Nullable Packed<M> packed(M record, int hash) {
    int at = place(hash);
    @SuppressWarnings("unchecked")
    Packed<M> found =
        (Packed<M>)
            (records[at] == record
                ? packed[at]
                : records[at + 1] == record ? packed[at + 1] : null);
    return found;
  }

  @Nullable M record(Packed<M> row, int hash) {
    int at = place(hash);
    @SuppressWarnings("unchecked")
    M found =
        (M) (packed[at] == row ? records[at] : packed[at + 1] == row ? records[at + 1] : null);
    return found;
  }

  void put(Packed<M> row, M record, int hash) {
    int at = place(hash);
    if (packed[at + 1] != null && packed.length < most && ++drivenOut > packed.length) {
      grow();
      at = place(hash);
    }
    packed[at + 1] = packed[at];
    records[at + 1] = records[at];
    packed[at] = row;
    records[at] = record;
  }

  private void grow() {
    int size = packed.length * 2;
    packed = new Object[size];
    records = new Object[size];
    mask = size - 2;
    drivenOut = 0;
  }
}
