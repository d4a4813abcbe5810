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

  /** All rows of a table of what may be forgotten, in that order. */
  <R> void read(String table, String order, String cluster, Intake<R> into) throws SQLException {
    CopyOut copy = connection.getCopyAPI().copyOut(sql(table, order, cluster));
    try (RowsAhead<R> rows = new RowsAhead<>(copy, row -> read(row, into.reading()))) {
      for (List<R> batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
        into.taking().accept(batch);
      }
    }
  }

  // COPY takes no parameters.
  private static String sql(String table, String order, String cluster) {
    return "COPY (SELECT record FROM scheduler.%s WHERE cluster = '%s' AND NOT forgotten %s) TO STDOUT (FORMAT binary)"
        .formatted(table, cluster.replace("'", "''"), order);
  }

  /** Null for the row that ends them. */
  private static <R> @Nullable R read(byte[] bytes, Function<ByteBuffer, R> reading) {
    ByteBuffer row = ByteBuffer.wrap(bytes);
    skipHeader(row);
    if (row.getShort() == END) {
      return null;
    }
    int length = row.getInt();
    return reading.apply(row.limit(row.position() + length));
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
