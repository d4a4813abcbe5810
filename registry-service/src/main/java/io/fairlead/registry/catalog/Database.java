package io.fairlead.registry.catalog;

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

/** The registry's schema in PostgreSQL. Each statement is a transaction of its own. */
public final class Database {
  private static final String SCHEMA = "registry";

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
    try (Connection connection = source.getConnection();
        PreparedStatement query = prepare(connection, sql, arguments)) {
      ResultSet rows = query.executeQuery();
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(row.read(rows));
      }
      return all;
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
    try (Connection connection = source.getConnection();
        PreparedStatement statement = prepare(connection, sql, arguments)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw refused(e);
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

  private static IllegalStateException refused(SQLException e) {
    return new IllegalStateException("the database refused: " + e.getMessage(), e);
  }
}
