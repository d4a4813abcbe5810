package io.fairlead.scheduler.shell.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads the live rows of clusters through COPY in its binary form: a million rows of a query cost
 * several times as much. A row is a number of fields, and each field its length and its bytes.
 */
final class StoredRows {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final int END = -1;

  private final PGConnection connection;
  private final BiFunction<String, ByteBuffer, Runnable> reader;
  private ByteBuffer clusterBytes = ByteBuffer.allocate(0);
  private String cluster = "";

  /**
   * @param reader reads the name of a cluster and the bytes of a record, ahead of the thread that
   *     runs what it gives
   */
  StoredRows(Connection connection, BiFunction<String, ByteBuffer, Runnable> reader)
      throws SQLException {
    this.connection = connection.unwrap(PGConnection.class);
    this.reader = reader;
  }

  /** All rows of a table of what may be forgotten, in that order. */
  void read(String table, String order, List<String> clusters) throws SQLException {
    if (clusters.isEmpty()) {
      return;
    }
    CopyOut copy = connection.getCopyAPI().copyOut(sql(table, order, clusters));
    try (RowsAhead rows = new RowsAhead(copy, row -> take(ByteBuffer.wrap(row)))) {
      for (List<Runnable> batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
        batch.forEach(Runnable::run);
      }
    }
  }

  // COPY takes no parameters.
  private static String sql(String table, String order, List<String> clusters) {
    String names =
        clusters.stream()
            .map(name -> "'" + name.replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
    return "COPY (SELECT cluster, record FROM scheduler.%s WHERE cluster IN (%s) AND NOT forgotten %s) TO STDOUT (FORMAT binary)"
        .formatted(table, names, order);
  }

  /** What takes the row; null for the one that ends them. */
  private @Nullable Runnable take(ByteBuffer row) {
    skipHeader(row);
    if (row.getShort() == END) {
      return null;
    }
    ByteBuffer name = field(row);
    if (!name.equals(clusterBytes)) {
      clusterBytes = name;
      cluster = StandardCharsets.UTF_8.decode(name.duplicate()).toString();
    }
    return reader.apply(cluster, field(row));
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

  private static ByteBuffer field(ByteBuffer row) {
    int length = row.getInt();
    ByteBuffer field = row.slice(row.position(), length);
    row.position(row.position() + length);
    return field;
  }
}
