package io.fairlead.scheduler.shell;

import io.fairlead.scheduler.shell.journal.Entry;
import io.fairlead.scheduler.shell.journal.Journal;
import io.fairlead.scheduler.shell.journal.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits steps in their order. While one batch is being committed the next one gathers, so the
 * batches grow with the load by themselves. After a failure nothing more is committed.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final int MOST_ENTRIES = 4000;
  private static final int MOST_STEPS = 4000;

  private final Term term;
  private final Journal journal;
  private final Consumer<Committed> committed;
  private final Runnable onFailure;
  private final CommitMeters meters;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<Step> open = new ArrayList<>();
  private int openEntries;
  private boolean closed;
  private @Nullable RuntimeException failure;

  /**
   * @param committed hears of each batch after its callers have been answered
   * @param onFailure runs once when a commit fails, on the committing thread
   */
  GroupCommit(
      Term term,
      Journal journal,
      Consumer<Committed> committed,
      Runnable onFailure,
      CommitMeters meters) {
    this.term = term;
    this.journal = journal;
    this.committed = committed;
    this.onFailure = onFailure;
    this.meters = meters;
    this.thread = Thread.ofPlatform().name("commit-" + term.shard()).start(this::run);
  }

  /** Adds a step; waits while the open batch is full. */
  void add(Step step) throws InterruptedException {
    lock.lock();
    try {
      while (failure == null && isFull()) {
        changed.await();
      }
      if (failure == null) {
        open.add(step);
        openEntries += step.entries().size();
        changed.signalAll();
        return;
      }
    } finally {
      lock.unlock();
    }
    step.failed().accept(new RetryException("a commit before it failed; try again", failure));
  }

  private boolean isFull() {
    return openEntries >= MOST_ENTRIES || open.size() >= MOST_STEPS;
  }

  /** Why nothing can be committed any more; null while all is well. */
  @Nullable RuntimeException failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (List<Step> batch = take(); !batch.isEmpty(); batch = take()) {
        commit(batch);
      }
    } catch (InterruptedException e) {
      fail(List.of(), new RetryException("the scheduler stops", e));
    }
  }

  /** The steps gathered so far; none when closed. */
  private List<Step> take() throws InterruptedException {
    lock.lock();
    try {
      while (open.isEmpty() && !closed && failure == null) {
        changed.await();
      }
      List<Step> batch = open;
      open = new ArrayList<>();
      openEntries = 0;
      changed.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void commit(List<Step> batch) {
    List<Entry> entries = batch.stream().flatMap(step -> step.entries().stream()).toList();
    try {
      meters.time(entries.size(), () -> journal.commit(term, entries));
    } catch (RuntimeException e) {
      fail(batch, e);
      return;
    }
    batch.forEach(step -> answer(step.durable()));
    if (!entries.isEmpty()) {
      List<Message> messages = batch.stream().flatMap(step -> step.messages().stream()).toList();
      committed.accept(new Committed(entries.getLast().seq(), messages));
    }
  }

  // A caller that throws must not keep the others from their answers.
  private static void answer(Runnable durable) {
    try {
      durable.run();
    } catch (RuntimeException e) {
      LOG.error("an answer could not be given", e);
    }
  }

  private void fail(List<Step> batch, RuntimeException cause) {
    List<Step> lost = new ArrayList<>(batch);
    lock.lock();
    try {
      failure = cause;
      lost.addAll(open);
      open = new ArrayList<>();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    RetryException retry = new RetryException("the outcome is unknown; try again", cause);
    lost.forEach(step -> answer(() -> step.failed().accept(retry)));
    onFailure.run();
  }

  /** Commits what has been added, and ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    joinUninterruptibly();
  }

  private void joinUninterruptibly() {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
