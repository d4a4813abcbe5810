package io.fairlead.scheduler.shell;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fairlead.proto.rim.DatabaseStart;
import org.flywaydb.core.Flyway;

/** Opens the database. */
public final class SchedulerDatabase {
  private static final String SCHEMA = "scheduler";
  private static final int CONNECT_SECONDS = 5;
  private static final int ANSWER_SECONDS = 30;

  private SchedulerDatabase() {}

  /**
   * A pool on a database whose schema {@code scheduler} has been brought up to date. A server that
   * is not there yet is waited for.
   */
  public static HikariDataSource open(String url, String user, String password, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("scheduler");
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(CONNECT_SECONDS * 1_000L);
    config.setInitializationFailTimeout(-1);
    // A server that hangs must not hang a shard for ever.
    config.addDataSourceProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
    config.addDataSourceProperty("socketTimeout", String.valueOf(ANSWER_SECONDS));
    config.addDataSourceProperty("ApplicationName", "fairlead-scheduler");
    HikariDataSource source = new HikariDataSource(config);
    try {
      DatabaseStart.await(source, url);
      migrate(source);
      return source;
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static void migrate(HikariDataSource source) {
    Flyway.configure(SchedulerDatabase.class.getClassLoader())
        .dataSource(source)
        .schemas(SCHEMA)
        .defaultSchema(SCHEMA)
        .locations("classpath:db/scheduler")
        .load()
        .migrate();
  }
}
