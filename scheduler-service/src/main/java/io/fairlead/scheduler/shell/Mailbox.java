package io.fairlead.scheduler.shell;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queues of a shard. What is seen goes first, in its order; calls go in theirs while
 * nothing seen waits, and one of them after every {@link #SEEN_IN_A_ROW}: more than a task is seen
 * in all its life, so that what a call of one task makes is seen through; calls of more are bounded
 * by how many tasks may be pending. Were calls' turns rarer, they would come in waves: none while
 * what the last ones made is seen, and then all that have waited.
 */
final class Mailbox {
  static final int SEEN_IN_A_ROW = 8;

  private final int mostSeen;
  private final int mostWished;
  private final Deque<Work> seen = new ArrayDeque<>();
  private final Deque<Work> wished = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int seenInARow;
  private boolean awake;

  /**
   * @param mostSeen and
   * @param mostWished how much may wait of each
   */
  Mailbox(int mostSeen, int mostWished) {
    this.mostSeen = mostSeen;
    this.mostWished = mostWished;
  }

  /** Whether there was room. */
  boolean offer(Work work) {
    lock.lock();
    try {
      Deque<Work> queue = work.turn() == Turn.SEEN ? seen : wished;
      if (queue.size() >= (work.turn() == Turn.SEEN ? mostSeen : mostWished)) {
        return false;
      }
      queue.add(work);
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The next in turn; null after {@code patience}, or when {@link #wake} was called. */
  @Nullable Work poll(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long nanos = patience.toNanos();
      while (seen.isEmpty() && wished.isEmpty() && !awake && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      awake = false;
      return next();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Work next() {
    if (wished.isEmpty()) {
      return seen.poll();
    }
    if (seen.isEmpty() || seenInARow >= SEEN_IN_A_ROW) {
      seenInARow = 0;
      return wished.poll();
    }
    seenInARow++;
    return seen.poll();
  }

  /** Makes the owner of the box look around although nothing has come. */
  void wake() {
    lock.lock();
    try {
      awake = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out all that waits. */
  List<Work> clear() {
    lock.lock();
    try {
      List<Work> all = Stream.concat(seen.stream(), wished.stream()).toList();
      seen.clear();
      wished.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return seen.size() + wished.size();
    } finally {
      lock.unlock();
    }
  }
}
