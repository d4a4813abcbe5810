package io.fairlead.cli.load;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends calls at a constant rate, whatever becomes of those before.
 *
 * @param rate calls a second
 */
public record OpenLoop(double rate, Latencies latencies, AtomicLong underWay) {
  /** Calls a second; where they are too close, time would not go on between them. */
  public static final int MOST_RATE = 1_000_000;

  /** More without an answer are not sent, and count as failed: memory has an end. */
  private static final int MOST_UNDER_WAY = 50_000;

  private static final long LAST_ANSWERS_MILLIS = 2_000;
  private static final double HELD = 0.99;

  public OpenLoop(double rate, Latencies latencies) {
    this(rate, latencies, new AtomicLong());
  }

  /** A call that can be sent. */
  public interface Call {
    Operation operation();

    /**
     * Sends it and returns at once.
     *
     * @param ended to be told when it has ended, with the reason where it failed
     */
    void send(Consumer<Optional<String>> ended);
  }

  /**
   * What came of it.
   *
   * @param asked calls a second that were asked for
   * @param answered calls a second that were answered by the end, or shortly after it
   */
  public record Result(double asked, double answered) {
    /** Whether as many were answered as were asked for, but for one in a hundred. */
    public boolean held() {
      return answered >= asked * HELD;
    }
  }

  /** Sends until the time is over, or it is told to stop; waits a moment for the last answers. */
  public Result run(Duration length, Supplier<Call> calls, BooleanSupplier stopped) {
    double seconds = new Pace(rate).keep(length, stopped, meant -> send(calls.get(), meant));
    awaitAnswers();
    return new Result(rate, latencies.all().answered() / Math.max(seconds, 1e-9));
  }

  private void send(Call call, long meant) {
    if (underWay.incrementAndGet() > MOST_UNDER_WAY) {
      underWay.decrementAndGet();
      latencies.ended(call.operation(), 0, Optional.of("not sent: too many without an answer"));
      return;
    }
    call.send(
        failure -> {
          underWay.decrementAndGet();
          latencies.ended(call.operation(), System.nanoTime() - meant, failure);
        });
  }

  private void awaitAnswers() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_ANSWERS_MILLIS);
    while (underWay.get() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
