package io.fairlead.scheduler.shell.journal;

import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.state.Change;
import java.time.Instant;
import java.util.Optional;

/**
 * A change in the order of its shard.
 *
 * @param seq position in the shard's history: one more than the change before
 * @param cluster name of the cluster that it changes
 * @param event what watches hear of it
 */
public record Entry(
    long seq, Instant at, String cluster, Change change, Optional<ClusterEvent> event) {}
