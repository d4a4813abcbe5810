package io.fairlead.bench;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * From the moment when a call was meant to be sent until its tasks run: a call that is sent late,
 * because everything before it was late, counts the whole of its lateness (coordinated omission).
 * Answers and events may come in any order and on any thread. What is meant before {@link #begin}
 * is waited for, but not counted.
 */
final class TaskTimes {
  private static final long LONGEST_NANOS = 600_000_000_000L;
  private static final int DIGITS = 3;

  private final Map<String, Long> intended = new ConcurrentHashMap<>();
  private final Map<String, Long> runningEarly = new ConcurrentHashMap<>();
  private final Histogram nanos = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
  private final LongAdder accepted = new LongAdder();
  private final LongAdder running = new LongAdder();
  private final LongAdder underWay = new LongAdder();
  // So far ahead that nothing counts yet.
  private volatile long begin = System.nanoTime() + Long.MAX_VALUE / 2;

  /** What is meant from now on counts. */
  void begin() {
    begin = System.nanoTime();
  }

  private boolean counts(long meant) {
    return meant - begin >= 0;
  }

  /** A call was answered with this task; it was to be sent at that moment. */
  void accepted(String task, long meant) {
    underWay.increment();
    if (counts(meant)) {
      accepted.increment();
    }
    intended.put(task, meant);
    Long ranAt = runningEarly.remove(task);
    if (ranAt != null) {
      count(task, ranAt);
    }
  }

  /** The event stream has shown the task at this moment; each status comes once. */
  void seen(String task, String status, long at) {
    switch (status) {
      case "RUNNING" -> ran(task, at);
      case "STOPPED" -> underWay.decrement();
      default -> {}
    }
  }

  private void ran(String task, long at) {
    if (intended.containsKey(task)) {
      count(task, at);
      return;
    }
    // The event may overtake the answer.
    runningEarly.put(task, at);
    if (intended.containsKey(task) && runningEarly.remove(task) != null) {
      count(task, at);
    }
  }

  private void count(String task, long ranAt) {
    Long meant = intended.remove(task);
    // A task that is shown again as running, for instance with its health, counts once.
    if (meant != null && counts(meant)) {
      running.increment();
      nanos.recordValue(Math.clamp(ranAt - meant, 0, LONGEST_NANOS));
    }
  }

  long accepted() {
    return accepted.sum();
  }

  /** Accepted tasks that have been seen running. */
  long running() {
    return running.sum();
  }

  /** Accepted tasks, counted or not, that have not been seen stopped. */
  long underWay() {
    return underWay.sum();
  }

  /** Of all tasks that count and ran. */
  double millis(double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }
}
