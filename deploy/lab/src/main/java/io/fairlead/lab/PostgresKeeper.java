package io.fairlead.lab;

import io.fairlead.testkit.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lab's PostgreSQL: started again, on the same data, whenever its process ends by itself. */
final class PostgresKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresKeeper.class);
  private static final int PAUSE_MILLIS = 1_000;

  private final EmbeddedPostgres.Settings settings;
  private final Object lock = new Object();
  private EmbeddedPostgres server;
  private boolean closed;

  private PostgresKeeper(EmbeddedPostgres.Settings settings, EmbeddedPostgres server) {
    this.settings = settings;
    this.server = server;
  }

  /** Starts the server with a database for Fairlead. */
  static PostgresKeeper start(EmbeddedPostgres.Settings settings, String database)
      throws IOException, SQLException {
    EmbeddedPostgres server = EmbeddedPostgres.start(settings);
    server.createDatabase(database);
    PostgresKeeper keeper = new PostgresKeeper(settings, server);
    Thread.ofVirtual().name("postgres-keeper").start(keeper::keep);
    return keeper;
  }

  private void keep() {
    while (awaitExit()) {
      LOG.warn("postgresql ended by itself: starting it again");
      restart();
    }
  }

  /** False when the end was asked for. */
  private boolean awaitExit() {
    try {
      current().onExit().join();
    } catch (IOException e) {
      LOG.warn("postgresql cannot be watched", e);
    }
    synchronized (lock) {
      return !closed;
    }
  }

  private EmbeddedPostgres current() {
    synchronized (lock) {
      return server;
    }
  }

  private void restart() {
    synchronized (lock) {
      while (!closed) {
        try {
          server.close();
          server = EmbeddedPostgres.start(settings);
          LOG.info("postgresql runs again");
          return;
        } catch (IOException e) {
          LOG.error("postgresql does not start: trying again", e);
          pause();
        }
      }
    }
  }

  /** Waits with the lock given back, so that a close need not wait. */
  private void pause() {
    try {
      lock.wait(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
      server.close();
    }
  }
}
