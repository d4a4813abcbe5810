package io.fairlead.registry.catalog;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When images were pulled last. Pulls are noted in memory and written down together, so that many
 * pulls of an image cost one write; a crash loses those of the last seconds.
 */
public final class PullTimes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PullTimes.class);
  private static final int PAUSE_SECONDS = 10;

  private final Database database;
  private final InstantSource clock;
  private final Map<Image, Instant> noted = new ConcurrentHashMap<>();
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pull-times").factory());

  public PullTimes(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    var _ =
        writer.scheduleWithFixedDelay(
            this::tryToWrite, PAUSE_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS);
  }

  private record Image(String repository, String digest) {}

  /** Notes a pull. Never blocks. */
  public void pulled(String repository, String digest) {
    noted.put(new Image(repository, digest), clock.instant());
  }

  private void tryToWrite() {
    try {
      write();
    } catch (RuntimeException e) {
      LOG.warn("times of pulls are written down later", e);
    }
  }

  /** Writes down what is noted; what the database refuses stays noted. */
  public void write() {
    List<Map.Entry<Image, Instant>> all = new ArrayList<>(noted.entrySet());
    if (all.isEmpty()) {
      return;
    }
    database.update(
        "update registry.manifest m set pulled_at = greatest(m.pulled_at, x.at::timestamptz)"
            + " from unnest(?::text[], ?::text[], ?::text[]) as x(repository, digest, at)"
            + " join registry.repository r on r.name = x.repository"
            + " where m.repository = r.id and m.digest = x.digest",
        all.stream().map(it -> it.getKey().repository()).toArray(String[]::new),
        all.stream().map(it -> it.getKey().digest()).toArray(String[]::new),
        all.stream().map(it -> it.getValue().toString()).toArray(String[]::new));
    all.forEach(it -> noted.remove(it.getKey(), it.getValue()));
  }

  @Override
  public void close() {
    writer.shutdownNow();
    tryToWrite();
  }
}
