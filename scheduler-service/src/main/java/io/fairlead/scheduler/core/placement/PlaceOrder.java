package io.fairlead.scheduler.core.placement;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Places in the order of a key, in blocks. Of each block the most free CPU and memory are known, so
 * that a search passes over blocks in which nothing has room.
 *
 * <p>Two levels and arrays rather than a balanced tree: a block is a few lines of cache, and to
 * copy half of one takes less time than to follow and rotate a dozen nodes.
 */
final class PlaceOrder {
  private final Key key;
  private @Nullable Block[] blocks = {new Block()};
  private long[] firsts = {Long.MIN_VALUE};
  private int[] mostCpu = {Integer.MIN_VALUE};
  private int[] mostMemory = {Integer.MIN_VALUE};
  private int count = 1;

  PlaceOrder(Key key) {
    this.key = key;
  }

  private Block block(int at) {
    Block block = blocks[at];
    if (block == null) {
      throw new IllegalStateException("no block " + at);
    }
    return block;
  }

  /** The block in which a position is or would be. */
  private int find(long position) {
    return Math.max(0, Positions.below(firsts, count, 0, position + 1) - 1);
  }

  void add(Place place) {
    long position = key.position(place);
    int at = find(position);
    if (block(at).size() == Block.SIZE) {
      split(at);
      at += position < firsts[at + 1] ? 0 : 1;
    }
    Block block = block(at);
    block.add(position, place);
    firsts[at] = block.position(0);
    mostCpu[at] = Math.max(mostCpu[at], place.cpuAt);
    mostMemory[at] = Math.max(mostMemory[at], place.memoryAt);
  }

  /** Takes a place out, which must still bear the values with which it was added. */
  void remove(Place place) {
    long position = key.position(place);
    int at = find(position);
    Block block = block(at);
    int index = block.from(position);
    if (index == block.size() || block.position(index) != position) {
      throw new IllegalStateException(place.arn() + " is not in the order of " + key);
    }
    int cpu = block.cpu(index);
    int memory = block.memory(index);
    block.remove(index);
    if (block.size() == 0) {
      drop(at);
      return;
    }
    firsts[at] = block.position(0);
    if (cpu == mostCpu[at]) {
      mostCpu[at] = block.mostCpu();
    }
    if (memory == mostMemory[at]) {
      mostMemory[at] = block.mostMemory();
    }
    if (block.size() < Block.SIZE / 4) {
      join(at);
    }
  }

  private void split(int at) {
    if (count == blocks.length) {
      grow();
    }
    shift(at + 1, at + 2, count - at - 1);
    count++;
    Block upper = new Block();
    blocks[at + 1] = upper;
    block(at).split(Block.SIZE / 2, upper);
    note(at);
    note(at + 1);
  }

  private void grow() {
    blocks = Arrays.copyOf(blocks, count * 2);
    firsts = Arrays.copyOf(firsts, count * 2);
    mostCpu = Arrays.copyOf(mostCpu, count * 2);
    mostMemory = Arrays.copyOf(mostMemory, count * 2);
  }

  private void shift(int from, int to, int length) {
    System.arraycopy(blocks, from, blocks, to, length);
    System.arraycopy(firsts, from, firsts, to, length);
    System.arraycopy(mostCpu, from, mostCpu, to, length);
    System.arraycopy(mostMemory, from, mostMemory, to, length);
  }

  private void note(int at) {
    Block block = block(at);
    firsts[at] = block.position(0);
    mostCpu[at] = block.mostCpu();
    mostMemory[at] = block.mostMemory();
  }

  /** The last block stays, empty. */
  private void drop(int at) {
    if (count == 1) {
      firsts[0] = Long.MIN_VALUE;
      mostCpu[0] = Integer.MIN_VALUE;
      mostMemory[0] = Integer.MIN_VALUE;
      return;
    }
    shift(at + 1, at, count - at - 1);
    count--;
    blocks[count] = null;
  }

  /** A small block takes in the next one, or is taken in by the one before, where that is small. */
  private void join(int at) {
    int lower = at + 1 < count ? at : at - 1;
    if (lower >= 0 && block(lower).size() + block(lower + 1).size() <= Block.SIZE / 2) {
      block(lower).append(block(lower + 1));
      note(lower);
      drop(lower + 1);
    }
  }

  /** The slot of the first place from one position to before another that the room admits. */
  int first(long from, long before, Room room) {
    for (int at = find(from); at < count && firsts[at] < before; at++) {
      if (mostCpu[at] >= room.cpu && mostMemory[at] >= room.memory) {
        int slot = block(at).first(from, before, room);
        if (slot != Block.NONE) {
          return slot;
        }
      }
    }
    return Block.NONE;
  }

  /** Gives the slots of all such places. */
  void collect(long from, long before, Room room, IntConsumer into) {
    for (int at = find(from); at < count && firsts[at] < before; at++) {
      if (mostCpu[at] >= room.cpu && mostMemory[at] >= room.memory) {
        block(at).collect(from, before, room, into);
      }
    }
  }
}
