package io.fairlead.scheduler.core.placement;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A short run of an order. What a search looks at lies side by side in arrays, so that passing over
 * a place costs about a nanosecond.
 */
final class Block {
  static final int SIZE = 64;

  final long[] positions = new long[SIZE];
  private final int[] cpu = new int[SIZE];
  private final int[] memory = new int[SIZE];
  private final @Nullable Place[] places = new Place[SIZE];
  int size;

  boolean isFull() {
    return size == SIZE;
  }

  /** The index of the first position that is not below. */
  int from(long position) {
    int at = Arrays.binarySearch(positions, 0, size, position);
    return at < 0 ? -at - 1 : at;
  }

  void add(long position, Place place) {
    int at = from(position);
    shift(this, at, this, at + 1, size - at);
    positions[at] = position;
    cpu[at] = place.cpuAt;
    memory[at] = place.memoryAt;
    places[at] = place;
    size++;
  }

  void remove(int at) {
    shift(this, at + 1, this, at, size - at - 1);
    size--;
    places[size] = null;
  }

  private static void shift(Block from, int start, Block to, int at, int count) {
    System.arraycopy(from.positions, start, to.positions, at, count);
    System.arraycopy(from.cpu, start, to.cpu, at, count);
    System.arraycopy(from.memory, start, to.memory, at, count);
    System.arraycopy(from.places, start, to.places, at, count);
  }

  /** Moves what comes from that index on to the beginning of an empty block. */
  void split(int at, Block upper) {
    shift(this, at, upper, 0, size - at);
    upper.size = size - at;
    Arrays.fill(places, at, size, null);
    size = at;
  }

  /** Takes over all of the block that follows. */
  void append(Block next) {
    shift(next, 0, this, size, next.size);
    size += next.size;
  }

  int cpuAt(int at) {
    return cpu[at];
  }

  int memoryAt(int at) {
    return memory[at];
  }

  int mostCpu() {
    return most(cpu, size);
  }

  int mostMemory() {
    return most(memory, size);
  }

  private static int most(int[] values, int size) {
    int most = Integer.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      most = Math.max(most, values[i]);
    }
    return most;
  }

  /** The first place from one position to before another that the room admits. */
  @Nullable Place first(long from, long before, Room room) {
    for (int i = from <= positions[0] ? 0 : from(from); i < size && positions[i] < before; i++) {
      if (cpu[i] >= room.cpu && memory[i] >= room.memory) {
        Place place = places[i];
        if (place != null && room.admits(place)) {
          return place;
        }
      }
    }
    return null;
  }

  /** Collects all such places. */
  void collect(long from, long before, Room room, List<Place> into) {
    for (int i = from(from); i < size && positions[i] < before; i++) {
      Place place = places[i];
      if (place != null && cpu[i] >= room.cpu && memory[i] >= room.memory && room.admits(place)) {
        into.add(place);
      }
    }
  }
}
