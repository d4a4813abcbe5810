package io.fairlead.scheduler.simulation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.Arn;
import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Observation;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.shell.ObservationFeed;
import java.util.List;

/**
 * Reads the observations of one shard, as the product's {@code ShardOwnership} does while it polls;
 * how far it has come is for {@link ObservationFeed} to say.
 */
final class ObservationReader {
  private static final long POLL = 100;
  private static final int MOST_IN_FLIGHT = 2_000;

  /** As many as a consumer takes at once, unless told otherwise. */
  private static final int MOST_AT_ONCE = 500;

  private final World world;
  private final Replica home;
  private final int shard;
  private final ObservationFeed feed = new ObservationFeed();
  private long position;
  private boolean planned;
  private boolean closed;

  ObservationReader(World world, Replica home, int shard) {
    this.world = world;
    this.home = home;
    this.shard = shard;
    this.position = world.group().committed(shard);
  }

  void pumpSoon(long millis) {
    if (!planned && !closed) {
      planned = true;
      world
          .agenda()
          .after(
              millis,
              home.life()
                  .within(
                      () -> {
                        planned = false;
                        pump();
                      }));
    }
  }

  /** Hands over what has come, if the shard works. */
  void pump() {
    if (closed || !home.isWorking(shard)) {
      return;
    }
    long back = feed.takeRewind();
    if (back >= 0) {
      position = back;
    }
    if (home.bus().isAway() || feed.inFlight() >= MOST_IN_FLIGHT) {
      pumpSoon(POLL);
      return;
    }
    List<MemoryBus.Item> items =
        world.bus().read(Topics.OBSERVATIONS, shard, position, MOST_AT_ONCE);
    for (MemoryBus.Item item : items) {
      position = item.offset() + 1;
      take(item);
      if (!home.isWorking(shard)) {
        return;
      }
    }
    if (items.size() == MOST_AT_ONCE) {
      pumpSoon(1);
    }
  }

  private void take(MemoryBus.Item item) {
    int round = feed.handed(item.offset());
    Observation seen = parse(item);
    String cluster = Arn.parse(seen.getTaskArn()).flatMap(Arn::cluster).orElseThrow();
    home.decide(
        cluster,
        (now, seed) -> new Input.Observed(now, seed, seen),
        (_, failure) -> {
          feed.completed(round, item.offset(), failure);
          settle(failure != null);
        });
  }

  static Observation parse(MemoryBus.Item item) {
    try {
      return Observation.parseFrom(item.value());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private void settle(boolean failed) {
    long grown = feed.takeGrown();
    if (grown >= 0) {
      world.group().commit(home.name(), shard, grown);
    }
    if (failed) {
      pumpSoon(POLL);
    }
  }

  void close() {
    closed = true;
  }
}
