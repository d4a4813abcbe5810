package io.fairlead.scheduler.shell.journal;

import com.zaxxer.hikari.HikariDataSource;
import io.fairlead.scheduler.shell.SchedulerDatabase;
import io.fairlead.testkit.SharedPostgres;
import java.time.Duration;

/** A database of its own for a test, with the scheduler's schema and the days around now. */
public final class TestDatabase {
  private TestDatabase() {}

  /** The caller closes it. */
  public static HikariDataSource open() {
    SharedPostgres.Database database = SharedPostgres.freshDatabase();
    HikariDataSource source =
        SchedulerDatabase.open(database.jdbcUrl(), database.user(), database.password(), 8);
    new Retention(source, Duration.ofDays(30)).prepare(Records.NOW);
    return source;
  }
}
