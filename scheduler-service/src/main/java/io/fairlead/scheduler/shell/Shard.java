package io.fairlead.scheduler.shell;

import io.fairlead.scheduler.shell.journal.FencedException;
import io.fairlead.scheduler.shell.journal.JournalException;
import io.fairlead.scheduler.shell.journal.Term;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard while Kafka's consumer group says that it is this scheduler's: takes it, reads its state,
 * works, and begins anew after a failed commit.
 */
final class Shard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

  /** Room for a Hello of each of ten thousand instances, for as many ends, and for the feed. */
  private static final int MOST_SEEN = 30_000;

  /**
   * Calls that wait longer than their callers like to, even if each is decided in a millisecond.
   */
  private static final int MOST_WISHED = 2_000;

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final int number;
  private final ShardParts parts;
  private final Mailbox mailbox = new Mailbox(MOST_SEEN, MOST_WISHED);
  private final LoopMeters meters;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean working;

  Shard(int number, ShardParts parts) {
    this.number = number;
    this.parts = parts;
    this.meters = LoopMeters.in(parts.registry(), number, mailbox);
    this.thread = Thread.ofPlatform().name("shard-" + number).start(this::run);
  }

  /** Whether the state has been read and inputs are decided. */
  boolean isWorking() {
    return working;
  }

  /** Hands over work. Fails it at once when there is too much, or none is taken any more. */
  void submit(Work work) {
    if (closed) {
      work.fail(new NotOwnerException(Optional.empty()));
    } else if (!mailbox.offer(work)) {
      work.fail(tooMuch(work.turn()));
    } else if (closed) {
      failWaiting(new NotOwnerException(Optional.empty()));
    }
  }

  private static RuntimeException tooMuch(Turn turn) {
    return switch (turn) {
      case SEEN -> new RetryException("the scheduler has too much to do", null);
      case WISHED -> new OverloadedException();
    };
  }

  private void run() {
    while (!closed) {
      try {
        live();
      } catch (FencedException e) {
        LOG.warn("shard taken by another scheduler shard={} cause={}", number, e.getMessage());
        again(e, parts.settings().fencedPause());
      } catch (JournalException | RetryException e) {
        LOG.warn("state given up, reading it again shard={} cause={}", number, e.getMessage());
        again(e, PAUSE);
      } catch (InterruptedException e) {
        closed = true;
      } catch (RuntimeException e) {
        LOG.error("state given up, reading it again shard={}", number, e);
        again(e, PAUSE);
      }
    }
    meters.close();
    failWaiting(new NotOwnerException(Optional.empty()));
    parts.listeners().forEach(listener -> listener.ended(number, false));
  }

  private void again(RuntimeException cause, Duration pause) {
    failWaiting(new RetryException("the scheduler reads its state again; try again", cause));
    parts.listeners().forEach(listener -> listener.ended(number, !closed));
    try {
      synchronized (this) {
        if (!closed) {
          wait(pause.toMillis());
        }
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private void failWaiting(RuntimeException cause) {
    List<Work> waiting = mailbox.clear();
    waiting.forEach(work -> work.fail(cause));
  }

  private void live() throws InterruptedException {
    parts.retention().prepare(parts.clock().instant());
    Term term = parts.journal().take(number, parts.address());
    ShardStates states = new ShardStates();
    parts.journal().load(parts.ownedBy(number), states);
    LOG.info(
        "shard taken shard={} epoch={} seq={} tasks={} instances={}",
        number,
        term.epoch(),
        term.lastSeq(),
        states.tasks(),
        states.instances());
    try (Publisher publisher = parts.publisher(term, this::submit);
        GroupCommit commits = commits(term, publisher)) {
      work(term, states, commits);
    } finally {
      working = false;
    }
  }

  private GroupCommit commits(Term term, Publisher publisher) {
    return new GroupCommit(
        term,
        parts.journal(),
        batch -> {
          publisher.accept(batch);
          parts.listeners().forEach(listener -> listener.committed(number, batch));
        },
        mailbox::wake,
        parts.commitMeters());
  }

  private void work(Term term, ShardStates states, GroupCommit commits)
      throws InterruptedException {
    ShardClock clock = new ShardClock(parts.clock(), term.lastAt());
    ShardLedger ledger =
        new ShardLedger(parts.scheduler()::plan, parts.scheduler().realm(), states, term.lastSeq());
    ClusterLoop loop = new ClusterLoop(ledger, clock, commits, meters);
    working = true;
    loop.recover(mailbox, () -> closed);
    loop.run(mailbox, () -> closed);
    RuntimeException failure = commits.failure();
    if (failure != null) {
      throw failure;
    }
  }

  /** Lets what was decided become durable, and ends. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    mailbox.wake();
    try {
      if (!thread.join(parts.settings().closePatience())) {
        LOG.warn("shard does not end in time shard={}", number);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
