package io.fairlead.scheduler.core.placement;

/**
 * A count for some slots: a hash table in one array, since a boxed map costs ten times the memory
 * and a miss of the cache more at each look.
 */
final class SlotCounts {
  private static final int SMALLEST = 4;
  private static final int SPREADING = 0x9E3779B9;

  // Slot + 1 above, count below; 0 where nothing is. Linear probing, at most three quarters full.
  private long[] table = new long[SMALLEST];
  private int size;

  /** Takes the count of a slot, which must be above zero. */
  interface Visitor {
    void visit(int slot, int count);
  }

  int get(int slot) {
    int mask = table.length - 1;
    for (int i = home(slot, mask); table[i] != 0; i = (i + 1) & mask) {
      if (slot(table[i]) == slot) {
        return (int) table[i];
      }
    }
    return 0;
  }

  /** Adds to a count, which does not become negative; a slot with nothing left is forgotten. */
  void add(int slot, int by) {
    int mask = table.length - 1;
    int i = home(slot, mask);
    while (table[i] != 0 && slot(table[i]) != slot) {
      i = (i + 1) & mask;
    }
    int count = (int) table[i] + by;
    if (count == 0) {
      remove(i);
    } else {
      size += table[i] == 0 ? 1 : 0;
      table[i] = entry(slot, count);
      growIfFull();
    }
  }

  private void growIfFull() {
    if (size * 4 <= table.length * 3) {
      return;
    }
    long[] old = table;
    table = new long[old.length * 2];
    int mask = table.length - 1;
    for (long entry : old) {
      if (entry != 0) {
        int i = home(slot(entry), mask);
        while (table[i] != 0) {
          i = (i + 1) & mask;
        }
        table[i] = entry;
      }
    }
  }

  /** Closes the gap, so that what was probed past it is still found. */
  private void remove(int gap) {
    if (table[gap] == 0) {
      return;
    }
    int mask = table.length - 1;
    int hole = gap;
    for (int i = (hole + 1) & mask; table[i] != 0; i = (i + 1) & mask) {
      int home = home(slot(table[i]), mask);
      if (((i - home) & mask) >= ((i - hole) & mask)) {
        table[hole] = table[i];
        hole = i;
      }
    }
    table[hole] = 0;
    size--;
    if (size == 0 && table.length > SMALLEST) {
      table = new long[SMALLEST];
    }
  }

  void forEach(Visitor visitor) {
    for (long entry : table) {
      if (entry != 0) {
        visitor.visit(slot(entry), (int) entry);
      }
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  private static int home(int slot, int mask) {
    int spread = slot * SPREADING;
    return (spread ^ (spread >>> 16)) & mask;
  }

  private static int slot(long entry) {
    return (int) (entry >>> 32) - 1;
  }

  private static long entry(int slot, int count) {
    return ((long) (slot + 1) << 32) | count;
  }
}
