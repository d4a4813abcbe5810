package io.fairlead.scheduler.shell;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The bounded queue of a shard. */
final class Mailbox {
  private final int capacity;
  private final Deque<Work> waiting = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean awake;

  Mailbox(int capacity) {
    this.capacity = capacity;
  }

  /** Whether there was room. */
  boolean offer(Work work) {
    lock.lock();
    try {
      if (waiting.size() >= capacity) {
        return false;
      }
      waiting.add(work);
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
      while (waiting.isEmpty() && !awake && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      awake = false;
      return waiting.poll();
    } finally {
      lock.unlock();
    }
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
      List<Work> all = List.copyOf(waiting);
      waiting.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
