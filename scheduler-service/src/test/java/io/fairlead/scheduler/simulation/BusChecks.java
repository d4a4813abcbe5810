package io.fairlead.scheduler.simulation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.Arn;
import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.state.TaskRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Everything committed reaches the bus, and nothing else does. */
final class BusChecks {
  private static final class Shard {
    private final Map<Long, ClusterEvent> committed = new HashMap<>();
    private final NavigableSet<Long> missing = new TreeSet<>();
  }

  private final World world;
  private final Truth truth;
  private final Map<Integer, Shard> shards = new HashMap<>();

  BusChecks(World world, Truth truth) {
    this.world = world;
    this.truth = truth;
  }

  private Shard shard(int number) {
    return shards.computeIfAbsent(number, _ -> new Shard());
  }

  /** An event was committed. */
  void expect(int number, ClusterEvent event) {
    shard(number).committed.put(event.getPosition(), event);
    shard(number).missing.add(event.getPosition());
  }

  void arrived(MemoryBus.Item item) {
    switch (item.topic()) {
      case Topics.EVENTS -> arrived(event(item));
      case Topics.ASSIGNMENTS -> arrived(AssignmentFeed.parse(item));
      default -> {}
    }
  }

  private static ClusterEvent event(MemoryBus.Item item) {
    try {
      return ClusterEvent.parseFrom(item.value());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private void arrived(ClusterEvent event) {
    Shard shard = shard(world.shardOf(Arn.nameOf(event.getClusterArn())));
    Violation.unless(
        event.equals(shard.committed.get(event.getPosition())),
        "an event was published that was not committed: %d",
        event.getPosition());
    shard.missing.remove(event.getPosition());
  }

  private void arrived(Assignment assignment) {
    long committed =
        truth
            .state(Arn.nameOf(assignment.getClusterArn()))
            .task(assignment.getTaskArn())
            .or(() -> world.store().task(assignment.getTaskArn()))
            .map(TaskRecord::getAssignmentVersion)
            .orElse(0L);
    Violation.unless(
        assignment.getVersion() <= committed,
        "an agent is told what was not committed of %s",
        assignment.getTaskArn());
  }

  /** The owner has noted that all up to there have arrived. */
  void published(int number, long seq) {
    NavigableSet<Long> missing = shard(number).missing;
    Violation.unless(
        missing.isEmpty() || missing.first() > seq,
        "position %d counts as published, and %d has not arrived",
        seq,
        missing.isEmpty() ? 0 : missing.first());
  }

  /** How many committed events have not arrived. */
  int missing() {
    return shards.values().stream().mapToInt(shard -> shard.missing.size()).sum();
  }
}
