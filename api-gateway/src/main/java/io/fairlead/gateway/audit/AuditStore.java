package io.fairlead.gateway.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.gateway.identity.Database;
import io.fairlead.proto.audit.AuditRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The audit trail as rows of {@code gateway.audit}. */
record AuditStore(Database database) {
  private static final String INSERT =
      """
      INSERT INTO gateway.audit (request_id, at, principal, operation, cluster, record)
      VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (request_id) DO NOTHING
      """;

  /** Adds the records that are not there yet. */
  void add(List<AuditRecord> records) {
    database.transaction(
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (AuditRecord record : records) {
              insert.setString(1, record.getRequestId());
              insert.setObject(2, column(AuditPlace.of(record).at()));
              insert.setString(3, text(record.getPrincipal()));
              insert.setString(4, text(record.getOperation()));
              insert.setString(5, text(record.getCluster()));
              insert.setBytes(6, record.toByteArray());
              insert.addBatch();
            }
            return insert.executeBatch().length;
          }
        });
  }

  /** PostgreSQL's texts cannot hold U+0000, which a gRPC client may send. */
  private static String text(String text) {
    return text.replace("\0", "");
  }

  private static OffsetDateTime column(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** The records that a query asks for, newest first. */
  List<AuditRecord> list(AuditQuery asked) {
    List<String> conditions = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    condition("at >= ?", asked.since().map(AuditStore::column), conditions, arguments);
    condition("at < ?", asked.until().map(AuditStore::column), conditions, arguments);
    condition("principal = ?", asked.principal(), conditions, arguments);
    condition("operation = ?", asked.operation(), conditions, arguments);
    condition("cluster = ?", asked.cluster(), conditions, arguments);
    condition("request_id = ?", asked.requestId(), conditions, arguments);
    asked
        .after()
        .ifPresent(
            place -> {
              conditions.add("(at, request_id) < (?, ?)");
              arguments.add(column(place.at()));
              arguments.add(place.requestId());
            });
    arguments.add(asked.limit());
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    String sql =
        "SELECT record FROM gateway.audit" + where + " ORDER BY at DESC, request_id DESC LIMIT ?";
    return database.transaction(connection -> records(connection, sql, arguments));
  }

  private static void condition(
      String sql, Optional<?> argument, List<String> conditions, List<Object> arguments) {
    if (argument.isPresent()) {
      conditions.add(sql);
      arguments.add(argument.get());
    }
  }

  private static List<AuditRecord> records(
      Connection connection, String sql, List<Object> arguments) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.size(); i++) {
        query.setObject(i + 1, arguments.get(i));
      }
      List<AuditRecord> records = new ArrayList<>();
      for (ResultSet row = query.executeQuery(); row.next(); ) {
        records.add(AuditRecord.parseFrom(row.getBytes(1)));
      }
      return records;
    } catch (InvalidProtocolBufferException e) {
      throw new SQLException("unreadable audit record", e);
    }
  }

  /** Deletes the records of calls before this time; gives their number. */
  int prune(Instant before) {
    return database.transaction(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM gateway.audit WHERE at < ?")) {
            delete.setObject(1, column(before));
            return delete.executeUpdate();
          }
        });
  }
}
