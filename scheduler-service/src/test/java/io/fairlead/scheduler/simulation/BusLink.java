package io.fairlead.scheduler.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One process's way to write to the bus. As with an idempotent producer the records of a partition
 * arrive in the order in which they were sent; some are lost, some arrive though they are reported
 * as lost, some twice.
 */
final class BusLink {
  private static final long TIMEOUT = 5_000;

  private record Unsent(
      String topic, int partition, String key, byte[] value, Consumer<@Nullable Exception> done) {}

  private final World world;
  private final Life life;
  private final Map<String, Deque<Unsent>> lines = new HashMap<>();
  private boolean cut;

  BusLink(World world, Life life) {
    this.world = world;
    this.life = life;
  }

  void setCut(boolean nowCut) {
    cut = nowCut;
  }

  /** Whether nothing can be sent or read at present. */
  boolean isAway() {
    return cut || world.busAway();
  }

  /**
   * Sends a record.
   *
   * @param done hears null when it has arrived, or why that is not known
   */
  void send(
      String topic, int partition, String key, byte[] value, Consumer<@Nullable Exception> done) {
    Deque<Unsent> line = lines.computeIfAbsent(topic + "/" + partition, _ -> new ArrayDeque<>());
    line.add(new Unsent(topic, partition, key, value, done));
    if (line.size() == 1) {
      schedule(line);
    }
  }

  private void schedule(Deque<Unsent> line) {
    long delay = world.dice().between(0, 4);
    if (world.swarm().strikes(Fault.RECORD_DELAYED, 0.02)) {
      delay += world.dice().between(500, 4_000);
    }
    world.agenda().after(delay, life.within(() -> first(line)));
  }

  private void first(Deque<Unsent> line) {
    Unsent next = line.removeFirst();
    Swarm swarm = world.swarm();
    if (isAway()) {
      refuse(next, TIMEOUT);
    } else if (swarm.strikes(Fault.RECORD_LOST, 0.02)) {
      refuse(next, 200);
    } else {
      append(next);
      if (swarm.strikes(Fault.RECORD_TWICE, 0.02)) {
        append(next);
      }
      if (swarm.strikes(Fault.RECORD_ACKNOWLEDGEMENT_LOST, 0.02)) {
        refuse(next, 200);
      } else {
        world.agenda().after(world.dice().between(0, 2), life.within(() -> next.done.accept(null)));
      }
    }
    if (!line.isEmpty()) {
      schedule(line);
    }
  }

  private void append(Unsent next) {
    world.bus().append(next.topic, next.partition, next.key, next.value);
  }

  private void refuse(Unsent unsent, long after) {
    world
        .agenda()
        .after(after, life.within(() -> unsent.done.accept(new Exception("not acknowledged"))));
  }
}
