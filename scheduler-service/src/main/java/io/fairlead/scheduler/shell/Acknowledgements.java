package io.fairlead.scheduler.shell;

import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Up to where everything sent has arrived. Safe for several threads. */
final class Acknowledgements {
  private final TreeMap<Long, Integer> outstanding = new TreeMap<>();
  private long passed;
  private long firstLost = Long.MAX_VALUE;
  private @Nullable Exception failure;

  /**
   * @param passed a position up to which all is known to have arrived
   */
  Acknowledgements(long passed) {
    this.passed = passed;
  }

  synchronized void sent(long seq) {
    outstanding.merge(seq, 1, Integer::sum);
  }

  synchronized void acknowledged(long seq) {
    int count = outstanding.getOrDefault(seq, 0);
    if (count > 1) {
      outstanding.put(seq, count - 1);
    } else {
      outstanding.remove(seq);
    }
    notifyAll();
  }

  synchronized void lost(long seq, Exception cause) {
    acknowledged(seq);
    firstLost = Math.min(firstLost, seq);
    failure = cause;
  }

  /** All up to {@code seq} has been sent. */
  synchronized void pass(long seq) {
    passed = Math.max(passed, seq);
  }

  /** The position up to which everything has arrived. */
  synchronized long watermark() {
    long held = outstanding.isEmpty() ? firstLost : Math.min(firstLost, outstanding.firstKey());
    return Math.min(passed, held - 1);
  }

  /** Forgets what was lost, as all after the watermark is sent again. */
  synchronized long rewind() {
    passed = watermark();
    firstLost = Long.MAX_VALUE;
    failure = null;
    return passed;
  }

  /** Why something was lost, once. */
  synchronized Optional<Exception> takeFailure() {
    Exception taken = failure;
    failure = null;
    return Optional.ofNullable(taken);
  }

  /** Waits until nothing is outstanding, at most so long; says whether that is so. */
  synchronized boolean awaitAll(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; !outstanding.isEmpty() && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return outstanding.isEmpty();
  }
}
