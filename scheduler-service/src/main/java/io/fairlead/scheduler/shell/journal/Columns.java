package io.fairlead.scheduler.shell.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table, sent as one statement with an array for each column: the cost of a statement
 * is paid once for a batch.
 */
final class Columns {
  private final String sql;
  private final String[] types;
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  /** A statement that reads its rows from {@code unnest(?, ?, ...)}, a type for each column. */
  Columns(String sql, String... types) {
    this.sql = sql;
    this.types = types;
  }

  void add(@Nullable Object... row) {
    if (row.length != types.length) {
      throw new IllegalArgumentException(row.length + " values for " + types.length + " columns");
    }
    rows.add(row);
  }

  void write(Script script) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    @Nullable Object[][] columns = new @Nullable Object[types.length][];
    for (int column = 0; column < types.length; column++) {
      columns[column] = values(column);
    }
    script.add(sql, types, columns);
  }

  private @Nullable Object[] values(int column) {
    @Nullable Object[] values = array(types[column], rows.size());
    for (int row = 0; row < values.length; row++) {
      values[row] = rows.get(row)[column];
    }
    return values;
  }

  // Of these classes the driver sends the values as they are, others as text to be parsed.
  private static @Nullable Object[] array(String type, int size) {
    return switch (type) {
      case "bytea" -> new byte[size][];
      case "text" -> new String[size];
      case "int4" -> new Integer[size];
      case "int8" -> new Long[size];
      default -> new @Nullable Object[size];
    };
  }
}
