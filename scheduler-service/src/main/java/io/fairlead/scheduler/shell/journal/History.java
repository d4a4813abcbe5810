package io.fairlead.scheduler.shell.journal;

import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.state.TaskRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What has been committed, also what is no longer in memory. All methods block, and throw {@link
 * JournalException} when the store fails.
 */
public interface History {

  /** A task by its ARN, as it was last written; empty when unknown or pruned. */
  Optional<TaskRecord> task(String arn);

  /** The events of a cluster after a position, in order, {@code limit} at most. */
  List<ClusterEvent> clusterEvents(String cluster, long after, int limit);

  /** The events of a shard after a position, in order, {@code limit} at most. */
  List<ClusterEvent> shardEvents(int shard, long after, int limit);

  /** The position after which a cluster's events at or after {@code since} begin. */
  long positionBefore(String cluster, Instant since);

  /** The position of the cluster's latest event; 0 if it has none. */
  long lastPosition(String cluster);
}
