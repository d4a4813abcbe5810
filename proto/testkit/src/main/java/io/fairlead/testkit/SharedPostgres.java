package io.fairlead.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One PostgreSQL server for all tests of a JVM, started by the first that asks and gone with the
 * JVM. Tests keep apart by a database each.
 */
public final class SharedPostgres {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private SharedPostgres() {}

  /** An empty database and how to reach it. */
  public record Database(String jdbcUrl, String user, String password) {

    /** A new connection; the caller closes it. */
    public Connection connect() throws SQLException {
      return DriverManager.getConnection(jdbcUrl, user, password);
    }
  }

  /** A new, empty database: some 20 ms. */
  public static Database freshDatabase() {
    String name = "test_" + DATABASES.incrementAndGet();
    EmbeddedPostgres server = Running.SERVER;
    try {
      server.createDatabase(name);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot make database " + name, e);
    }
    return new Database(server.jdbcUrl(name), server.user(), server.password());
  }

  /**
   * Where tests unpack PostgreSQL to; kept, so that only the first run on a machine pays for it.
   */
  static Path programs() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return base.resolve("fairlead");
  }

  private static final class Running {

    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        Path folder = Files.createTempDirectory(Folders.fastest(), "fairlead-postgres-");
        EmbeddedPostgres server =
            EmbeddedPostgres.start(
                new EmbeddedPostgres.Settings(
                    folder,
                    programs(),
                    FreePorts.next(),
                    "fairlead",
                    "test",
                    EmbeddedPostgres.Durability.PROCESS_DEATH,
                    false));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder)));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void end(EmbeddedPostgres server, Path folder) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Folders.deleteQuietly(folder);
    }
  }
}
