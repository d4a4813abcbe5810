package io.fairlead.agent.runtime.simulated;

import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Time as it passes. */
public final class SystemTimeline implements Timeline, AutoCloseable {
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("simulated-engine").factory());

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public void pass(Duration duration) throws EngineFailure {
    if (!duration.isPositive()) {
      return; // Even a sleep of no length lets others go first.
    }
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineFailure(EngineFailure.Kind.INTERRUPTED, "interrupted", e);
    }
  }

  @Override
  public Subscription after(Duration delay, Runnable what) {
    Future<?> later = executor.schedule(what, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> later.cancel(false);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
