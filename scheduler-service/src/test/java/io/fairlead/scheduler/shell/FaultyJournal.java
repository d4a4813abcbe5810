package io.fairlead.scheduler.shell;

import io.fairlead.scheduler.shell.journal.Entry;
import io.fairlead.scheduler.shell.journal.Journal;
import io.fairlead.scheduler.shell.journal.JournalException;
import io.fairlead.scheduler.shell.journal.StateSink;
import io.fairlead.scheduler.shell.journal.Term;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** A journal whose commits fail or wait as the test says. */
final class FaultyJournal implements Journal {

  /** What happens to a commit that has something to write. */
  enum Fault {
    NONE,
    /** The connection breaks before anything is written. */
    BEFORE,
    /** The connection breaks after all is written, before the answer. */
    AFTER
  }

  private final Journal journal;
  private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);
  private final Semaphore gate = new Semaphore(1);
  private volatile int largest;

  FaultyJournal(Journal journal) {
    this.journal = journal;
  }

  /** The next commit meets this fault, those after it none. */
  void next(Fault fault) {
    next.set(fault);
  }

  /** Commits wait until {@link #release}. */
  void hold() throws InterruptedException {
    gate.acquire();
  }

  void release() {
    gate.release();
  }

  /** Entries of the largest commit. */
  int largest() {
    return largest;
  }

  @Override
  public void commit(Term term, List<Entry> entries) {
    gate.acquireUninterruptibly();
    gate.release();
    Fault fault = entries.isEmpty() ? Fault.NONE : next.getAndSet(Fault.NONE);
    if (fault == Fault.BEFORE) {
      throw new JournalException("committing", new IOException("broken on purpose, before"));
    }
    journal.commit(term, entries);
    largest = Math.max(largest, entries.size());
    if (fault == Fault.AFTER) {
      throw new JournalException("committing", new IOException("broken on purpose, after"));
    }
  }

  @Override
  public Term take(int shard, String owner) {
    return journal.take(shard, owner);
  }

  @Override
  public void load(Predicate<String> owned, StateSink into) {
    journal.load(owned, into);
  }

  @Override
  public void published(Term term, long seq) {
    journal.published(term, seq);
  }

  @Override
  public Optional<String> owner(int shard) {
    return journal.owner(shard);
  }
}
