package io.fairlead.scheduler.shell.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Statements that go to the server together: of a small transaction, the ways there and back are
 * most of the time. Where one fails, none after it is carried out.
 */
final class Script {
  private final Connection connection;
  private final StringJoiner sql = new StringJoiner("; ");
  private final List<Object> parameters = new ArrayList<>();

  Script(Connection connection) {
    this.connection = connection;
  }

  void add(String statement, Object... values) {
    sql.add(statement);
    parameters.addAll(List.of(values));
  }

  /** Adds a statement with an array for each column. */
  void add(String statement, String[] types, @Nullable Object[][] columns) throws SQLException {
    sql.add(statement);
    for (int column = 0; column < types.length; column++) {
      parameters.add(connection.createArrayOf(types[column], columns[column]));
    }
  }

  void execute() throws SQLException {
    try (PreparedStatement statement =
        Database.prepare(connection, sql.toString(), parameters.toArray())) {
      statement.execute();
    }
  }
}
