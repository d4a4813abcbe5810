package io.fairlead.scheduler.simulation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Assignment;

/**
 * Reads an agent's assignments from the partition that it shares with others, from the end of it
 * on: what was before comes with the session's Welcome.
 */
final class AssignmentFeed {
  private final World world;
  private final AgentProcess agent;
  private final int partition;
  private boolean begun;
  private boolean waiting;
  private long position;

  AssignmentFeed(World world, AgentProcess agent) {
    this.world = world;
    this.agent = agent;
    this.partition = world.partitionOf(agent.arn());
  }

  void begin() {
    if (agent.bus().isAway()) {
      later(this::begin, 500);
      return;
    }
    position = world.bus().end(Topics.ASSIGNMENTS, partition);
    begun = true;
    agent.link().renew();
  }

  private void later(Runnable what, long millis) {
    world.agenda().after(millis, agent.life().within(what));
  }

  /** A record of this agent has come to its partition. */
  void told() {
    if (begun && !waiting) {
      waiting = true;
      later(this::pump, world.dice().between(0, 5));
    }
  }

  private void pump() {
    if (agent.bus().isAway()) {
      later(this::pump, 200);
      return;
    }
    waiting = false;
    for (MemoryBus.Item item :
        world.bus().read(Topics.ASSIGNMENTS, partition, position, Integer.MAX_VALUE)) {
      position = item.offset() + 1;
      Assignment assignment = parse(item);
      if (assignment.getContainerInstanceArn().equals(agent.arn())) {
        agent.assigned(assignment);
      }
    }
  }

  static Assignment parse(MemoryBus.Item item) {
    try {
      return Assignment.parseFrom(item.value());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
