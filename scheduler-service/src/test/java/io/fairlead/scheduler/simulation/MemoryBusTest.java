package io.fairlead.scheduler.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The simulator's bus keeps to the contract of the real one. */
class MemoryBusTest extends BusContract {
  private static final String TOPIC = "topic";

  @Override
  Bus bus() {
    return new InMemory(new MemoryBus(), new ConsumerGroup(2));
  }

  private static List<String> read(MemoryBus bus, int partition, long from) {
    return bus.read(TOPIC, partition, from, Integer.MAX_VALUE).stream()
        .map(item -> new String(item.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private record InMemory(MemoryBus bus, ConsumerGroup group) implements Bus {
    @Override
    public void send(int partition, String value) {
      bus.append(TOPIC, partition, "key", value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Reader readerAtEnd(int partition) {
      long from = bus.end(TOPIC, partition);
      return _ -> MemoryBusTest.read(bus, partition, from);
    }

    @Override
    public Member join(String name) {
      InGroup member = new InGroup(bus, group, name);
      group.join(name, member);
      return member;
    }
  }

  private static final class InGroup implements BusContract.Member, ConsumerGroup.Member {
    private final MemoryBus bus;
    private final ConsumerGroup group;
    private final String name;
    private final Map<Integer, Long> positions = new TreeMap<>();

    InGroup(MemoryBus bus, ConsumerGroup group, String name) {
      this.bus = bus;
      this.group = group;
      this.name = name;
    }

    @Override
    public void assigned(int partition) {
      positions.put(partition, group.committed(partition));
    }

    @Override
    public void revoked(int partition, Runnable done) {
      positions.remove(partition);
      done.run();
    }

    @Override
    public Set<Integer> partitions() {
      return positions.keySet();
    }

    @Override
    public List<String> read(int atLeast) {
      List<String> all = new ArrayList<>();
      positions.replaceAll(
          (partition, from) -> {
            all.addAll(MemoryBusTest.read(bus, partition, from));
            return bus.end(TOPIC, partition);
          });
      return all;
    }

    @Override
    public void commit() {
      positions.forEach((partition, position) -> group.commit(name, partition, position));
    }

    @Override
    public void rewind() {
      positions.replaceAll((partition, _) -> group.committed(partition));
    }

    @Override
    public void leave() {
      group.remove(name);
    }
  }
}
