package io.fairlead.scheduler.shell.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the days of the change log before they come and drops them when they are too old, together
 * with the rows of what was forgotten then.
 */
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int DAYS_AHEAD = 7;
  private static final String PREFIX = "change_log_";
  // Any number, as long as all replicas use the same: only one of them works on the days at a time.
  private static final long LOCK = 0x6661_6972_6c65_6164L;
  private static final List<String> PRUNE =
      List.of(
          // The index has when it was created, which is before it stopped and never changes.
          "DELETE FROM scheduler.task USING (SELECT ?::timestamptz AS oldest) AS kept"
              + " WHERE forgotten AND created_at < oldest AND stopped_at < oldest",
          "DELETE FROM scheduler.service WHERE forgotten AND deleted_at < ?",
          "DELETE FROM scheduler.container_instance WHERE forgotten AND changed_at < ?",
          "DELETE FROM scheduler.service_event WHERE at < ?");

  private final Database database;
  private final Duration kept;

  /**
   * @param kept how long the history is kept
   */
  public Retention(DataSource source, Duration kept) {
    this.database = new Database(source);
    this.kept = kept;
  }

  /** Makes sure that changes of now and of the next days can be written. */
  public void prepare(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    List<String> existing = existing();
    List<LocalDate> missing =
        Stream.iterate(today.minusDays(1), day -> day.plusDays(1))
            .limit(DAYS_AHEAD + 2)
            .filter(day -> !existing.contains(name(day)))
            .toList();
    if (!missing.isEmpty()) {
      exclusively("making days of the change log", connection -> make(connection, missing));
    }
  }

  private List<String> existing() {
    return database.query(
        "listing the days of the change log",
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
            + " WHERE i.inhparent = 'scheduler.change_log'::regclass",
        row -> row.getString(1));
  }

  private static String name(LocalDate day) {
    return PREFIX + DateTimeFormatter.BASIC_ISO_DATE.format(day);
  }

  // A day is never changed and is dropped whole: to vacuum it for what was added only costs.
  private static void make(Connection connection, List<LocalDate> days) throws SQLException {
    for (LocalDate day : days) {
      Database.update(
          connection,
          ("CREATE TABLE IF NOT EXISTS scheduler.%s PARTITION OF scheduler.change_log"
                  + " FOR VALUES FROM ('%s 00:00+00') TO ('%s 00:00+00')"
                  + " WITH (autovacuum_vacuum_insert_threshold = -1)")
              .formatted(name(day), day, day.plusDays(1)));
    }
  }

  /** Drops what is older than the history is kept. */
  public void prune(Instant now) {
    Instant oldest = now.minus(kept);
    String firstKept = name(LocalDate.ofInstant(oldest, ZoneOffset.UTC));
    List<String> old =
        existing().stream()
            .filter(name -> name.startsWith(PREFIX) && name.compareTo(firstKept) < 0)
            .toList();
    exclusively("pruning the history", connection -> drop(connection, old, oldest));
    if (!old.isEmpty()) {
      LOG.info("history pruned days={} before={}", old.size(), oldest);
    }
  }

  private static void drop(Connection connection, List<String> days, Instant oldest)
      throws SQLException {
    for (String day : days) {
      Database.update(connection, "DROP TABLE IF EXISTS scheduler." + day);
    }
    for (String sql : PRUNE) {
      Database.update(connection, sql, Timestamps.parameter(oldest));
    }
  }

  /** Runs statements. */
  private interface Step {
    void in(Connection connection) throws SQLException;
  }

  private void exclusively(String doing, Step step) {
    database.<Boolean>transaction(
        doing,
        connection -> {
          try (var lock = Database.prepare(connection, "SELECT pg_advisory_xact_lock(?)", LOCK)) {
            lock.execute();
          }
          step.in(connection);
          return true;
        });
  }
}
