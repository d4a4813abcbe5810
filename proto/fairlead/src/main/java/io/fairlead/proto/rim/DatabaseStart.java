package io.fairlead.proto.rim;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a database that is started beside this process and may come later. */
public final class DatabaseStart {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseStart.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private DatabaseStart() {}

  /**
   * Returns when the database answers.
   *
   * @throws IllegalStateException if it refuses: that does not get better by waiting
   */
  public static void await(DataSource source, String url) {
    boolean told = false;
    while (true) {
      try (Connection _ = source.getConnection()) {
        if (told) {
          LOG.info("database answers url={}", url);
        }
        return;
      } catch (SQLException e) {
        if (!isAway(e)) {
          throw new IllegalStateException("the database at " + url + " refuses", e);
        }
        if (!told) {
          LOG.warn("waiting for the database url={} cause={}", url, reason(e));
          told = true;
        }
        pause();
      }
    }
  }

  /** Not there, not there yet, or still starting. */
  private static boolean isAway(SQLException failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        return state.startsWith("08") || state.startsWith("57P") || state.equals("3D000");
      }
    }
    return true;
  }

  private static String reason(SQLException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage());
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the database", e);
    }
  }
}
