package io.fairlead.scheduler.simulation;

import io.fairlead.scheduler.shell.journal.Entry;
import io.fairlead.scheduler.shell.journal.Term;
import java.util.List;

/** The store of a world: whatever takes effect in it is held against what must be. */
final class WatchedStore extends MemoryStore {
  private final Truth truth;
  private final Agenda agenda;

  WatchedStore(Truth truth, Agenda agenda) {
    this.truth = truth;
    this.agenda = agenda;
  }

  @Override
  public Term take(int shard, String owner) {
    Term term = super.take(shard, owner);
    truth.commits().taken(term);
    return term;
  }

  @Override
  public void commit(Term term, List<Entry> entries) {
    super.commit(term, entries);
    truth.commits().committed(term, entries);
  }

  @Override
  public void published(Term term, long seq) {
    super.published(term, seq);
    agenda.after(600, this::flush);
    truth.bus().published(term.shard(), seq);
  }
}
