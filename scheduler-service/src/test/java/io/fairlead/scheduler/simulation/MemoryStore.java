package io.fairlead.scheduler.simulation;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.shell.journal.Entry;
import io.fairlead.scheduler.shell.journal.FencedException;
import io.fairlead.scheduler.shell.journal.History;
import io.fairlead.scheduler.shell.journal.Journal;
import io.fairlead.scheduler.shell.journal.JournalException;
import io.fairlead.scheduler.shell.journal.StateSink;
import io.fairlead.scheduler.shell.journal.Term;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A journal in memory that keeps to the same contract as the one in PostgreSQL. */
public class MemoryStore implements Journal, History {

  /** The row of a shard. */
  private static final class ShardRow {
    private long epoch;
    private String owner = "";
    private long lastSeq;
    private Instant lastAt = Instant.EPOCH;
    private long published;
    private long publishedSafely;
    private final List<ClusterEvent> events = new ArrayList<>();
  }

  private final Map<Integer, ShardRow> shards = new TreeMap<>();
  private final Map<String, StoredCluster> clusters = new TreeMap<>();

  @Override
  public Term take(int shard, String owner) {
    ShardRow row = shards.computeIfAbsent(shard, _ -> new ShardRow());
    row.epoch = nextEpoch(row.epoch);
    row.owner = owner;
    return new Term(shard, row.epoch, row.lastSeq, row.lastAt, row.published);
  }

  /** The epoch of the next owner. */
  protected long nextEpoch(long epoch) {
    return epoch + 1;
  }

  /** Whether that owner may still write. */
  protected boolean isOwner(Term term, long epoch) {
    return term.epoch() == epoch;
  }

  private ShardRow checked(Term term) {
    ShardRow row = shards.computeIfAbsent(term.shard(), _ -> new ShardRow());
    if (!isOwner(term, row.epoch)) {
      throw new FencedException(term);
    }
    return row;
  }

  @Override
  public void load(Predicate<String> owned, StateSink into) {
    clusters.forEach(
        (name, cluster) -> {
          if (owned.test(name) && cluster.exists()) {
            cluster.load(change -> into.load(name, change));
          }
        });
  }

  @Override
  public void commit(Term term, List<Entry> entries) {
    ShardRow row = checked(term);
    for (Entry entry : entries) {
      write(row, entry);
    }
  }

  private void write(ShardRow row, Entry entry) {
    if (entry.seq() <= row.lastSeq) {
      // The primary key of the change log.
      throw new JournalException("writing", new IOException("duplicate key " + entry.seq()));
    }
    row.lastSeq = entry.seq();
    row.lastAt = entry.at();
    entry.event().ifPresent(row.events::add);
    clusters
        .computeIfAbsent(entry.cluster(), _ -> new StoredCluster())
        .write(entry.seq(), entry.change());
  }

  @Override
  public void published(Term term, long seq) {
    ShardRow row = checked(term);
    row.published = Math.max(row.published, seq);
  }

  /** What was written without a flush may be lost now. */
  void failOver() {
    shards.values().forEach(row -> row.published = row.publishedSafely);
  }

  /** What was written without a flush is safe now. */
  void flush() {
    shards.values().forEach(row -> row.publishedSafely = row.published);
  }

  /** Up to which the events of the shard are known to have been published. */
  long publishedSeq(int shard) {
    ShardRow row = shards.get(shard);
    return row == null ? 0 : row.published;
  }

  @Override
  public Optional<String> owner(int shard) {
    return Optional.ofNullable(shards.get(shard)).map(row -> row.owner);
  }

  @Override
  public Optional<TaskRecord> task(String arn) {
    return clusters.values().stream().flatMap(cluster -> cluster.task(arn).stream()).findFirst();
  }

  @Override
  public List<ClusterEvent> clusterEvents(String cluster, long after, int limit) {
    return shards.values().stream()
        .flatMap(row -> row.events.stream())
        .filter(event -> isOf(event, cluster) && event.getPosition() > after)
        .limit(limit)
        .toList();
  }

  private static boolean isOf(ClusterEvent event, String cluster) {
    return event.getClusterArn().endsWith("/" + cluster);
  }

  @Override
  public List<ClusterEvent> shardEvents(int shard, long after, int limit) {
    ShardRow row = shards.get(shard);
    if (row == null) {
      return List.of();
    }
    int from = firstAfter(row.events, after);
    return List.copyOf(
        row.events.subList(from, (int) Math.min(row.events.size(), (long) from + limit)));
  }

  private static int firstAfter(List<ClusterEvent> events, long after) {
    int low = 0;
    int high = events.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (events.get(middle).getPosition() > after) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  @Override
  public long positionBefore(String cluster, Instant since) {
    return clusterEvents(cluster, 0, Integer.MAX_VALUE).stream()
        .filter(event -> !ProtoTime.instant(event.getTime()).isBefore(since))
        .findFirst()
        .map(event -> event.getPosition() - 1)
        .orElseGet(() -> lastPosition(cluster));
  }

  @Override
  public long lastPosition(String cluster) {
    List<ClusterEvent> events = clusterEvents(cluster, 0, Integer.MAX_VALUE);
    return events.isEmpty() ? 0 : events.getLast().getPosition();
  }
}
