package io.fairlead.scheduler.core;

import com.google.protobuf.Message;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.state.TaskDefinitionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can happen to a cluster. */
public sealed interface Input {
  /** When it happened, by the clock of the shard's owner. */
  Instant now();

  /** From which the ids of whatever is created are drawn. */
  long seed();

  /**
   * A call of the ECS API or of {@code ClusterInsight}.
   *
   * @param request the request, already checked against its shape
   * @param definition the revision that the request names, where it names one
   */
  record Call(Instant now, long seed, Message request, Optional<TaskDefinitionRecord> definition)
      implements Input {}

  /** An agent has opened a session. The reply is a {@code Welcome}. */
  record AgentConnected(Instant now, long seed, Hello hello) implements Input {}

  /**
   * An agent's session has ended.
   *
   * @param epoch which one, so that a late end does no harm
   * @param silent whether nothing was heard any more, as when a machine or its network is gone;
   *     else the agent hung up
   */
  record AgentDisconnected(Instant now, long seed, String instanceArn, long epoch, boolean silent)
      implements Input {}

  /** What an agent saw of a task. */
  record Observed(Instant now, long seed, Observation observation) implements Input {}

  /** Time has passed: deadlines up to now are due. */
  record Tick(Instant now, long seed) implements Input {}

  /**
   * A new owner has read the cluster's state: no session of it is known here, so every instance has
   * a lease's time to come back. Comes in portions, all of them before the first {@link Tick}.
   *
   * @param sessions which the state told of when it was read; who has come back since is connected
   *     under another epoch
   */
  record Recovered(Instant now, long seed, List<Session> sessions) implements Input {

    /** An earlier owner's session. */
    public record Session(String instanceArn, long epoch) {}
  }
}
