package io.fairlead.gateway.identity;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The gateway's schema in PostgreSQL. */
public final class Database {
  private static final String SCHEMA = "gateway";

  private final DataSource source;

  /** Brings the schema {@code gateway} up to date. */
  public Database(DataSource source) {
    this.source = source;
    Flyway.configure(Database.class.getClassLoader())
        .dataSource(source)
        .schemas(SCHEMA)
        .defaultSchema(SCHEMA)
        .locations("classpath:db/gateway")
        .load()
        .migrate();
  }

  /** Statements that happen together or not at all. */
  @FunctionalInterface
  public interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  public <T> T transaction(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.in(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the database refused: " + e.getMessage(), e);
    }
  }
}
