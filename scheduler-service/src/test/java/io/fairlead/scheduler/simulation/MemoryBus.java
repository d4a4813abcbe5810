package io.fairlead.scheduler.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The records of a broker: in each partition in the order of their arrival. Old ones are dropped
 * when many have come.
 */
final class MemoryBus {
  private static final int MOST = 20_000;

  /**
   * One record.
   *
   * @param offset its place in its partition
   */
  record Item(String topic, int partition, long offset, String key, byte[] value) {}

  private static final class Partition {
    private final List<Item> items = new ArrayList<>();
    private long first;

    long end() {
      return first + items.size();
    }
  }

  private final Map<String, Partition> partitions = new HashMap<>();
  private final List<Consumer<Item>> listeners = new ArrayList<>();

  private Partition partition(String topic, int number) {
    return partitions.computeIfAbsent(topic + "/" + number, _ -> new Partition());
  }

  /** Who is told of each record as it arrives. */
  void listen(Consumer<Item> listener) {
    listeners.add(listener);
  }

  /** Adds a record at the end of its partition. */
  void append(String topic, int number, String key, byte[] value) {
    Partition partition = partition(topic, number);
    Item item = new Item(topic, number, partition.end(), key, value);
    partition.items.add(item);
    if (partition.items.size() > 2 * MOST) {
      partition.items.subList(0, MOST).clear();
      partition.first += MOST;
    }
    listeners.forEach(listener -> listener.accept(item));
  }

  /** Where the next record will be. */
  long end(String topic, int number) {
    return partition(topic, number).end();
  }

  /** The records from an offset on that are there, at most so many. */
  List<Item> read(String topic, int number, long from, int most) {
    Partition partition = partition(topic, number);
    int size = partition.items.size();
    int index = (int) Math.clamp(from - partition.first, 0, size);
    return List.copyOf(partition.items.subList(index, index + Math.min(most, size - index)));
  }
}
