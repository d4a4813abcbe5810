package io.fairlead.bench.recovery;

import com.zaxxer.hikari.HikariDataSource;
import io.fairlead.scheduler.shell.SchedulerDatabase;
import io.fairlead.testkit.EmbeddedPostgres;
import io.fairlead.testkit.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL as a lab for load runs it, in a folder of its own that goes with it. */
final class OwnDatabase implements AutoCloseable {
  private static final int CONNECTIONS = 4;

  private final Path folder;
  private final EmbeddedPostgres server;
  private final HikariDataSource source;

  OwnDatabase() throws IOException, SQLException {
    folder = Files.createTempDirectory("fairlead-bench");
    server =
        EmbeddedPostgres.start(
            new EmbeddedPostgres.Settings(
                folder.resolve("postgres"),
                folder.resolve("programs"),
                FreePorts.next(),
                "fairlead",
                "bench",
                EmbeddedPostgres.Durability.POWER_LOSS,
                true));
    server.createDatabase("fairlead");
    source =
        SchedulerDatabase.open(
            server.jdbcUrl("fairlead"), server.user(), server.password(), CONNECTIONS);
  }

  HikariDataSource source() {
    return source;
  }

  /** What the server does by itself after so many writes, so that it does it now and not later. */
  void settle() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("VACUUM (ANALYZE) scheduler.task");
      statement.execute("VACUUM (ANALYZE) scheduler.container_instance");
      statement.execute("CHECKPOINT");
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
    server.close();
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
