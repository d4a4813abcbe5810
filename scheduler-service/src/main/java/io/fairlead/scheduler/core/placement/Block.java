package io.fairlead.scheduler.core.placement;

import java.util.function.IntConsumer;

/**
 * A short run of an order. What a search looks at lies side by side in one array, so that passing
 * over a place costs about a nanosecond, and making room for one is a copy.
 */
final class Block {
  static final int SIZE = 64;

  /** No slot. */
  static final int NONE = -1;

  // Two numbers a place: its position; its free CPU above its free memory.
  private final long[] entries = new long[2 * SIZE];
  private final int[] slots = new int[SIZE];
  private int size;

  int size() {
    return size;
  }

  long position(int at) {
    return entries[2 * at];
  }

  int cpu(int at) {
    return (int) (entries[2 * at + 1] >> 32);
  }

  int memory(int at) {
    return (int) entries[2 * at + 1];
  }

  /** The index of the first position that is not below. */
  int from(long position) {
    return Positions.below(entries, size, 1, position);
  }

  void add(long position, Place place) {
    int at = from(position);
    shift(this, at, this, at + 1, size - at);
    entries[2 * at] = position;
    entries[2 * at + 1] = ((long) place.cpuAt << 32) | (place.memoryAt & 0xFFFF_FFFFL);
    slots[at] = place.slot;
    size++;
  }

  void remove(int at) {
    shift(this, at + 1, this, at, size - at - 1);
    size--;
  }

  private static void shift(Block from, int start, Block to, int at, int count) {
    System.arraycopy(from.entries, 2 * start, to.entries, 2 * at, 2 * count);
    System.arraycopy(from.slots, start, to.slots, at, count);
  }

  /** Moves what comes from that index on to the beginning of an empty block. */
  void split(int at, Block upper) {
    shift(this, at, upper, 0, size - at);
    upper.size = size - at;
    size = at;
  }

  /** Takes over all of the block that follows. */
  void append(Block next) {
    shift(next, 0, this, size, next.size);
    size += next.size;
  }

  int mostCpu() {
    int most = Integer.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      most = Math.max(most, cpu(i));
    }
    return most;
  }

  int mostMemory() {
    int most = Integer.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      most = Math.max(most, memory(i));
    }
    return most;
  }

  /** The slot of the first place from one position to before another that the room admits. */
  int first(long from, long before, Room room) {
    for (int i = from <= position(0) ? 0 : from(from); i < size && position(i) < before; i++) {
      if (cpu(i) >= room.cpu && memory(i) >= room.memory && room.admits(slots[i])) {
        return slots[i];
      }
    }
    return NONE;
  }

  /** Gives the slots of all such places. */
  void collect(long from, long before, Room room, IntConsumer into) {
    for (int i = from(from); i < size && position(i) < before; i++) {
      if (cpu(i) >= room.cpu && memory(i) >= room.memory && room.admits(slots[i])) {
        into.accept(slots[i]);
      }
    }
  }
}
