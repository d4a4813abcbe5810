package io.fairlead.scheduler.shell.journal;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads the live rows of a cluster through COPY in its binary form: a million rows of a query cost
 * several times as much. A row is a number of fields, and each field its length and its bytes.
 */
final class StoredRows {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final int END = -1;

  private final PGConnection connection;

  StoredRows(Connection connection) throws SQLException {
    this.connection = connection.unwrap(PGConnection.class);
  }

  /**
   * All rows of a table of what may be forgotten, in that order.
   *
   * @param reader reads the bytes of a record, ahead of the thread that runs what it gives
   */
  void read(String table, String order, String cluster, Function<ByteBuffer, Runnable> reader)
      throws SQLException {
    CopyOut copy = connection.getCopyAPI().copyOut(sql(table, order, cluster));
    try (RowsAhead rows = new RowsAhead(copy, row -> take(ByteBuffer.wrap(row), reader))) {
      for (List<Runnable> batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
        batch.forEach(Runnable::run);
      }
    }
  }

  // COPY takes no parameters.
  private static String sql(String table, String order, String cluster) {
    return "COPY (SELECT record FROM scheduler.%s WHERE cluster = '%s' AND NOT forgotten %s) TO STDOUT (FORMAT binary)"
        .formatted(table, cluster.replace("'", "''"), order);
  }

  /** What takes the row; null for the one that ends them. */
  private static @Nullable Runnable take(ByteBuffer row, Function<ByteBuffer, Runnable> reader) {
    skipHeader(row);
    if (row.getShort() == END) {
      return null;
    }
    int length = row.getInt();
    return reader.apply(row.limit(row.position() + length));
  }

  private static void skipHeader(ByteBuffer row) {
    boolean header =
        row.remaining() > SIGNATURE.length
            && Arrays.equals(row.array(), 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    if (header) {
      row.position(SIGNATURE.length + Integer.BYTES);
      int extension = row.getInt();
      row.position(row.position() + extension);
    }
  }
}
