package io.fairlead.agent.shell;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Rings at a time, on a thread of a pool; it may ring when it need not. Costs no thread until then.
 */
final class AlarmClock {
  private final InstantSource clock;
  private final Runnable ring;
  private @Nullable Instant at;
  private @Nullable Future<?> pending;

  AlarmClock(InstantSource clock, Runnable ring) {
    this.clock = clock;
    this.ring = ring;
  }

  /**
   * Takes another time instead of the one before.
   *
   * @param until null for none
   */
  synchronized void set(@Nullable Instant until) {
    if (Objects.equals(until, at)) {
      return;
    }
    if (pending != null) {
      pending.cancel(false);
      pending = null;
    }
    at = until;
    if (until != null) {
      long nanos = Duration.between(clock.instant(), until).toNanos();
      pending =
          ForkJoinPool.commonPool()
              .schedule(() -> ring(until), Math.max(nanos, 1), TimeUnit.NANOSECONDS);
    }
  }

  private void ring(Instant due) {
    synchronized (this) {
      if (!due.equals(at)) {
        return;
      }
      at = null;
      pending = null;
    }
    ring.run();
  }
}
