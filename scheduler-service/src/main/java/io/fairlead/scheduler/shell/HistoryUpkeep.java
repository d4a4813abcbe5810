package io.fairlead.scheduler.shell;

import io.fairlead.scheduler.shell.journal.JournalException;
import io.fairlead.scheduler.shell.journal.Retention;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the coming days of the history and prunes the past ones, each hour. */
public final class HistoryUpkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryUpkeep.class);

  private final Retention retention;
  private final InstantSource clock;
  private final ScheduledExecutorService hours =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("history").daemon().factory());

  public HistoryUpkeep(Retention retention, InstantSource clock) {
    this.retention = retention;
    this.clock = clock;
    var _ = hours.scheduleWithFixedDelay(this::work, 1, 60, TimeUnit.MINUTES);
  }

  private void work() {
    try {
      retention.prepare(clock.instant());
      retention.prune(clock.instant());
    } catch (JournalException e) {
      LOG.warn("history not kept up, trying again in an hour cause={}", e.getMessage());
    }
  }

  @Override
  public void close() {
    hours.shutdownNow();
  }
}
