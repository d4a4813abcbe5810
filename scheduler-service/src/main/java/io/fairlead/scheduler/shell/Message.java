package io.fairlead.scheduler.shell;

import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.events.ClusterEvent;
import java.util.function.Supplier;

/** What other services are told over Kafka after a commit. */
public sealed interface Message {

  /** To the agent of the instance that the assignment names. */
  record ToAgent(Assignment assignment) implements Message {}

  /**
   * To watches and integrations.
   *
   * @param bytes makes the event serialized
   */
  record ToWatches(ClusterEvent event, Supplier<byte[]> bytes) implements Message {
    ToWatches(ClusterEvent event) {
      this(event, event::toByteArray);
    }
  }
}
