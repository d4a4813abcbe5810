package io.fairlead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fairlead.proto.rim.DatabaseStart;
import io.fairlead.testkit.EmbeddedPostgres;
import io.fairlead.testkit.FreePorts;
import io.fairlead.testkit.SharedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is started before its database. */
final class DatabaseStartIT {

  private static HikariDataSource pool(String url, String user, String password) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setConnectionTimeout(500);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  @Test
  void waitsForServerAndDatabase(@TempDir Path folder) throws Exception {
    int port = FreePorts.next();
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/late";
    try (HikariDataSource source = pool(url, "late", "secret")) {
      var answered = CompletableFuture.runAsync(() -> DatabaseStart.await(source, url));
      try (EmbeddedPostgres postgres =
          EmbeddedPostgres.start(
              new EmbeddedPostgres.Settings(
                  folder.resolve("data"), folder.resolve("programs"), port, "late", "secret"))) {
        assertThat(answered).as("there is no such database yet").isNotDone();
        postgres.createDatabase("late");
        await().atMost(Duration.ofSeconds(20)).until(answered::isDone);
        assertThat(answered).isCompleted();
      }
    }
  }

  @Test
  void doesNotWaitWhereItIsRefused() {
    SharedPostgres.Database database = SharedPostgres.freshDatabase();
    try (HikariDataSource source = pool(database.jdbcUrl(), database.user(), "wrong")) {
      assertThatThrownBy(() -> DatabaseStart.await(source, database.jdbcUrl()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("refuses")
          .hasStackTraceContaining("password authentication failed");
    }
  }
}
