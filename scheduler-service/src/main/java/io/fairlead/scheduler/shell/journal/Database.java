package io.fairlead.scheduler.shell.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs transactions and queries; says what it was doing when one fails. */
record Database(DataSource source) {

  /** What happens inside a transaction. */
  interface Work<T extends @Nullable Object> {
    T in(Connection connection) throws SQLException;
  }

  /** Reads one row. */
  interface Mapper<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes one row of a stream. */
  interface RowSink {
    void take(ResultSet row) throws SQLException;
  }

  <T extends @Nullable Object> T transaction(String doing, Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.in(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new JournalException(doing, e);
    }
  }

  private static void rollBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** All rows that a query gives. */
  <T> List<T> query(String doing, String sql, Mapper<T> mapper, Object... parameters) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = prepare(connection, sql, parameters);
        ResultSet row = statement.executeQuery()) {
      List<T> result = new ArrayList<>();
      while (row.next()) {
        result.add(mapper.read(row));
      }
      return result;
    } catch (SQLException e) {
      throw new JournalException(doing, e);
    }
  }

  static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  /** Changes rows within a transaction, and says how many. */
  static int update(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters)) {
      return statement.executeUpdate();
    }
  }
}
