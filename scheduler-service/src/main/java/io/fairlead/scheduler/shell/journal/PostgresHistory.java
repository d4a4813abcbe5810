package io.fairlead.scheduler.shell.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.state.TaskRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The history in the schema {@code scheduler}. */
public final class PostgresHistory implements History {
  private static final String OF_CLUSTER =
      "SELECT "
          + StoredEvents.COLUMNS
          + " FROM scheduler.change_log"
          + " WHERE cluster = ? AND seq > ? AND event IS NOT NULL ORDER BY seq LIMIT ?";
  private static final String OF_SHARD =
      "SELECT "
          + StoredEvents.COLUMNS
          + " FROM scheduler.change_log"
          + " WHERE shard = ? AND seq > ? AND event IS NOT NULL ORDER BY seq LIMIT ?";
  private static final String FIRST_SINCE =
      "SELECT seq FROM scheduler.change_log"
          + " WHERE cluster = ? AND at >= ? AND event IS NOT NULL ORDER BY at, seq LIMIT 1";
  private static final String LAST =
      "SELECT coalesce(max(seq), 0) FROM scheduler.change_log"
          + " WHERE cluster = ? AND event IS NOT NULL";

  private final Database database;

  public PostgresHistory(DataSource source) {
    this.database = new Database(source);
  }

  @Override
  public Optional<TaskRecord> task(String arn) {
    return database
        .query(
            "reading a task",
            "SELECT record FROM scheduler.task WHERE arn = ?",
            row -> task(row.getBytes(1)),
            arn)
        .stream()
        .findFirst();
  }

  private static TaskRecord task(byte[] record) {
    try {
      return TaskRecord.parseFrom(record);
    } catch (InvalidProtocolBufferException e) {
      throw new JournalException("reading a task", e);
    }
  }

  @Override
  public List<ClusterEvent> clusterEvents(String cluster, long after, int limit) {
    return database.query("reading events", OF_CLUSTER, StoredEvents::read, cluster, after, limit);
  }

  @Override
  public List<ClusterEvent> shardEvents(int shard, long after, int limit) {
    return database.query("reading events", OF_SHARD, StoredEvents::read, shard, after, limit);
  }

  @Override
  public long positionBefore(String cluster, Instant since) {
    List<Long> first =
        database.query(
            "looking up a position",
            FIRST_SINCE,
            row -> row.getLong(1) - 1,
            cluster,
            Timestamps.parameter(since));
    return first.isEmpty() ? lastPosition(cluster) : first.getFirst();
  }

  @Override
  public long lastPosition(String cluster) {
    return database.query("looking up a position", LAST, row -> row.getLong(1), cluster).getFirst();
  }
}
