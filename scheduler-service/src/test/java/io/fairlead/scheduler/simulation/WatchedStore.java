package io.fairlead.scheduler.simulation;

import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.scheduler.shell.journal.Entry;
import io.fairlead.scheduler.shell.journal.JournalException;
import io.fairlead.scheduler.shell.journal.StateSink;
import io.fairlead.scheduler.shell.journal.Term;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * The store of a world: whatever takes effect in it is held against what must be. May have a
 * planted defect.
 */
final class WatchedStore extends MemoryStore {
  private static final long FLUSH = 600;

  private final Truth truth;
  private final Agenda agenda;
  private final Rules rules;
  private int commits;

  WatchedStore(Truth truth, Agenda agenda, Rules rules) {
    this.truth = truth;
    this.agenda = agenda;
    this.rules = rules;
  }

  @Override
  public Term take(int shard, String owner) {
    Term term = super.take(shard, owner);
    truth.commits().taken(term);
    return rules.has(Defect.FORGET_LAST_TIME)
        ? new Term(shard, term.epoch(), term.lastSeq(), Instant.EPOCH, term.publishedSeq())
        : term;
  }

  @Override
  protected long nextEpoch(long epoch) {
    return rules.has(Defect.SAME_EPOCH_FOR_NEXT_OWNER) && epoch > 0
        ? epoch
        : super.nextEpoch(epoch);
  }

  @Override
  protected boolean isOwner(Term term, long epoch) {
    return rules.has(Defect.IGNORE_EPOCH) || super.isOwner(term, epoch);
  }

  @Override
  public void commit(Term term, List<Entry> entries) {
    boolean flawed = entries.size() > 1 && ++commits % 50 == 0;
    if (flawed && rules.has(Defect.WRITE_HALF_A_BATCH)) {
      super.commit(term, entries.subList(0, entries.size() / 2));
      throw new JournalException("committing", new IOException("broken in the middle"));
    }
    super.commit(term, flawed && rules.has(Defect.LOSE_A_WRITE) ? skipped(entries) : entries);
    truth.commits().committed(term, entries);
  }

  private static List<Entry> skipped(List<Entry> entries) {
    return entries.subList(1, entries.size());
  }

  @Override
  public void published(Term term, long seq) {
    super.published(term, seq);
    agenda.after(FLUSH, this::flush);
    truth.bus().published(term.shard(), seq);
  }

  @Override
  public void load(Predicate<String> owned, StateSink into) {
    super.load(
        owned,
        (cluster, change) -> {
          if (!change.hasToken() || !rules.has(Defect.LOAD_NO_TOKENS)) {
            into.load(cluster, change);
          }
        });
  }

  @Override
  public List<ClusterEvent> shardEvents(int shard, long after, int limit) {
    return super.shardEvents(
        shard, rules.has(Defect.SKIP_EVENTS_OF_HISTORY) ? after + 1 : after, limit);
  }
}
