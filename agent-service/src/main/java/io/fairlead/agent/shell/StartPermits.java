package io.fairlead.agent.shell;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds how much an engine creates and starts at once. What has been created is started before
 * more is created: the first task runs after its own work and not after the creation of all, and
 * the engine always has some of each, of which one waits for the disk and the other computes.
 */
final class StartPermits {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition forStarts = lock.newCondition();
  private final Condition forCreations = lock.newCondition();
  private int free;
  private int startsWaiting;

  /**
   * @param parallel how many may be under way
   */
  StartPermits(int parallel) {
    this.free = parallel;
  }

  /** Waits for a turn, ahead of all creations. */
  void acquireForStart() {
    lock.lock();
    try {
      startsWaiting++;
      while (free == 0) {
        forStarts.awaitUninterruptibly();
      }
      startsWaiting--;
      take();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a turn when no start waits. */
  void acquireForCreation() {
    lock.lock();
    try {
      while (free == 0 || startsWaiting > 0) {
        forCreations.awaitUninterruptibly();
      }
      take();
    } finally {
      lock.unlock();
    }
  }

  /** Ends a turn. */
  void release() {
    lock.lock();
    try {
      free++;
      wakeNext();
    } finally {
      lock.unlock();
    }
  }

  private void take() {
    free--;
    if (free > 0) {
      wakeNext(); // Whoever gave this one back may have woken only us.
    }
  }

  private void wakeNext() {
    (startsWaiting > 0 ? forStarts : forCreations).signal();
  }
}
