package io.fairlead.scheduler.shell.journal;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the changes of a shard become durable. Only the owner that was last to take a shard may
 * write it. All methods block, and throw {@link JournalException} when the store fails.
 */
public interface Journal {

  /** Takes a shard: from now on all earlier owners are refused. Waits for a commit in progress. */
  Term take(int shard, String owner);

  /** Hands over the live state of all clusters that {@code owned} accepts. */
  void load(Predicate<String> owned, StateSink into);

  /**
   * Makes entries durable, all or none. Without entries it only checks that the owner still is one.
   *
   * @throws FencedException if another owner has taken the shard; nothing was written
   */
  void commit(Term term, List<Entry> entries);

  /**
   * Notes that all events up to {@code seq} have reached Kafka; never goes back.
   *
   * @throws FencedException if another owner has taken the shard
   */
  void published(Term term, long seq);

  /** The {@code host:port} that last took a shard. */
  Optional<String> owner(int shard);
}
