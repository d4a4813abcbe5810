package io.fairlead.registry.catalog;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * The registry's schema in PostgreSQL. Each statement is a transaction of its own, but for those of
 * {@link #transaction}.
 */
public final class Database {
  private static final String SCHEMA = "registry";

  /** PostgreSQL's foreign_key_violation. */
  private static final String FOREIGN_KEY = "23503";

  private final DataSource source;

  /** Brings the schema {@code registry} up to date. */
  public Database(DataSource source) {
    this.source = source;
    Flyway.configure(Database.class.getClassLoader())
        .dataSource(source)
        .schemas(SCHEMA)
        .defaultSchema(SCHEMA)
        .locations("classpath:db/registry")
        .load()
        .migrate();
  }

  /** Reads one row. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** All rows of a query. */
  <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments) {
    try (Connection connection = source.getConnection()) {
      return new Statements(connection).list(sql, row, arguments);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /** The first row of a query, if it has one. */
  <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... arguments) {
    return list(sql, row, arguments).stream().findFirst();
  }

  /** How many rows a statement changed. */
  int update(String sql, @Nullable Object... arguments) {
    try (Connection connection = source.getConnection()) {
      return new Statements(connection).update(sql, arguments);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /** What is done in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run(Statements statements) throws IOException, SQLException;
  }

  /** Does several things in one transaction, which what fails takes back. */
  <T> T transaction(Work<T> work) throws IOException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.run(new Statements(connection));
        connection.commit();
        return result;
      } catch (IOException | SQLException | RuntimeException | Error e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /** Statements on one connection. */
  record Statements(Connection connection) {
    <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments) throws SQLException {
      try (PreparedStatement query = prepare(connection, sql, arguments)) {
        ResultSet rows = query.executeQuery();
        List<T> all = new ArrayList<>();
        while (rows.next()) {
          all.add(row.read(rows));
        }
        return all;
      }
    }

    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... arguments)
        throws SQLException {
      return list(sql, row, arguments).stream().findFirst();
    }

    int update(String sql, @Nullable Object... arguments) throws SQLException {
      try (PreparedStatement statement = prepare(connection, sql, arguments)) {
        return statement.executeUpdate();
      }
    }

    /** A query of which only the effect counts. */
    void run(String sql, @Nullable Object... arguments) throws SQLException {
      var _ = list(sql, _ -> "", arguments);
    }
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /** A statement would have left what refers to something that is not there. */
  static final class DanglingException extends IllegalStateException {
    DanglingException(SQLException cause) {
      super("the database refused: " + cause.getMessage(), cause);
    }
  }

  private static IllegalStateException refused(SQLException e) {
    return FOREIGN_KEY.equals(e.getSQLState())
        ? new DanglingException(e)
        : new IllegalStateException("the database refused: " + e.getMessage(), e);
  }
}
