package io.fairlead.scheduler.shell;

import io.fairlead.scheduler.definitions.RetiredDefinitions;
import io.fairlead.scheduler.shell.journal.JournalException;
import io.fairlead.scheduler.shell.journal.Retention;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the coming days of the history and prunes the past ones, each hour; takes retired task
 * definitions away, each minute.
 */
public final class HistoryUpkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryUpkeep.class);

  private final Retention retention;
  private final RetiredDefinitions definitions;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("history").daemon().factory());

  public HistoryUpkeep(Retention retention, RetiredDefinitions definitions, InstantSource clock) {
    this.retention = retention;
    this.definitions = definitions;
    this.clock = clock;
    var _ = thread.scheduleWithFixedDelay(this::history, 1, 60, TimeUnit.MINUTES);
    var _ = thread.scheduleWithFixedDelay(this::definitions, 1, 1, TimeUnit.MINUTES);
  }

  private void history() {
    try {
      retention.prepare(clock.instant());
      retention.prune(clock.instant());
    } catch (JournalException e) {
      LOG.warn("history not kept up, trying again in an hour cause={}", e.getMessage());
    }
  }

  private void definitions() {
    try {
      definitions.remove(clock.instant());
    } catch (SQLException e) {
      LOG.warn("retired task definitions stay, trying again in a minute cause={}", e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
