package io.fairlead.scheduler.definitions;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.state.TaskDefinitionRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** Revisions as rows of {@code scheduler.task_definition}. */
public record PostgresDefinitions(DataSource database) implements DefinitionStore {
  /**
   * Numbers of deleted revisions are not given again. The row stays locked until the commit, so
   * there is one registration of a family at a time.
   */
  private static final String NEXT_REVISION =
      """
      INSERT INTO scheduler.task_definition_family AS given (family, last_revision) VALUES (?, 1)
      ON CONFLICT (family) DO UPDATE SET last_revision = given.last_revision + 1
      RETURNING last_revision
      """;

  private static final String INSERT =
      "INSERT INTO scheduler.task_definition (family, revision, status, record) VALUES (?, ?, ?, ?)";
  private static final String FIND =
      "SELECT record FROM scheduler.task_definition WHERE family = ? AND revision = ?";
  private static final String LATEST =
      """
      SELECT record FROM scheduler.task_definition WHERE family = ? AND status = 'ACTIVE'
      ORDER BY revision DESC LIMIT 1
      """;
  private static final String UPDATE =
      "UPDATE scheduler.task_definition SET status = ?, record = ? WHERE family = ? AND revision = ?";
  private static final String LIST =
      """
      SELECT record FROM scheduler.task_definition
      WHERE status = ? AND (? OR family = ?) AND (? OR (family, revision) %s (?, ?))
      ORDER BY family %s, revision %<s LIMIT ?
      """;
  private static final String FAMILIES =
      """
      SELECT family FROM scheduler.task_definition
      WHERE starts_with(family, ?) AND family > ? COLLATE "C"
      GROUP BY family
      HAVING ? = 'ALL' OR bool_or(status = 'ACTIVE') = (? = 'ACTIVE')
      ORDER BY family COLLATE "C" LIMIT ?
      """;

  @Override
  public TaskDefinitionRecord add(String family, IntFunction<TaskDefinitionRecord> revision) {
    return inTransaction(
        connection -> {
          int number = nextRevision(connection, family);
          TaskDefinitionRecord record = revision.apply(number);
          try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, family);
            insert.setInt(2, number);
            insert.setString(3, status(record));
            insert.setBytes(4, record.toByteArray());
            insert.executeUpdate();
          }
          return record;
        });
  }

  private static int nextRevision(Connection connection, String family) throws SQLException {
    try (PreparedStatement next = connection.prepareStatement(NEXT_REVISION)) {
      next.setString(1, family);
      ResultSet row = next.executeQuery();
      row.next();
      return row.getInt(1);
    }
  }

  private static String status(TaskDefinitionRecord record) {
    return record.getDefinition().getStatus().name().replace("TASK_DEFINITION_STATUS_", "");
  }

  @Override
  public Optional<TaskDefinitionRecord> find(String family, int revision) {
    return alone(connection -> find(connection, FIND, family, revision));
  }

  private static Optional<TaskDefinitionRecord> find(
      Connection connection, String sql, String family, int revision) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(sql)) {
      find.setString(1, family);
      find.setInt(2, revision);
      return records(find).stream().findFirst();
    }
  }

  @Override
  public Optional<TaskDefinitionRecord> latestActive(String family) {
    return alone(
        connection -> {
          try (PreparedStatement latest = connection.prepareStatement(LATEST)) {
            latest.setString(1, family);
            return records(latest).stream().findFirst();
          }
        });
  }

  @Override
  public Optional<TaskDefinitionRecord> update(
      String family, int revision, UnaryOperator<TaskDefinitionRecord> change) {
    return inTransaction(
        connection -> {
          Optional<TaskDefinitionRecord> found =
              find(connection, FIND + " FOR UPDATE", family, revision);
          if (found.isEmpty()) {
            return found;
          }
          TaskDefinitionRecord changed = change.apply(found.get());
          try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            update.setString(1, status(changed));
            update.setBytes(2, changed.toByteArray());
            update.setString(3, family);
            update.setInt(4, revision);
            update.executeUpdate();
          }
          return Optional.of(changed);
        });
  }

  @Override
  public List<TaskDefinition> list(
      Optional<String> family,
      String status,
      boolean descending,
      Optional<RevisionName> after,
      int limit) {
    String sql = descending ? LIST.formatted("<", "DESC") : LIST.formatted(">", "ASC");
    return inTransaction(
        connection -> {
          try (PreparedStatement list = connection.prepareStatement(sql)) {
            list.setString(1, status);
            list.setBoolean(2, family.isEmpty());
            list.setString(3, family.orElse(""));
            list.setBoolean(4, after.isEmpty());
            list.setString(5, after.map(RevisionName::family).orElse(""));
            list.setInt(6, after.map(name -> name.revision().orElse(0)).orElse(0));
            list.setInt(7, limit);
            return records(list).stream().map(TaskDefinitionRecord::getDefinition).toList();
          }
        });
  }

  @Override
  public List<String> families(String prefix, String status, String after, int limit) {
    return inTransaction(
        connection -> {
          try (PreparedStatement list = connection.prepareStatement(FAMILIES)) {
            list.setString(1, prefix);
            list.setString(2, after);
            list.setString(3, status);
            list.setString(4, status);
            list.setInt(5, limit);
            List<String> names = new ArrayList<>();
            for (ResultSet row = list.executeQuery(); row.next(); ) {
              names.add(row.getString(1));
            }
            return names;
          }
        });
  }

  private static List<TaskDefinitionRecord> records(PreparedStatement query) throws SQLException {
    List<TaskDefinitionRecord> records = new ArrayList<>();
    for (ResultSet row = query.executeQuery(); row.next(); ) {
      try {
        records.add(TaskDefinitionRecord.parseFrom(row.getBytes(1)));
      } catch (InvalidProtocolBufferException e) {
        throw new SQLException("unreadable task definition", e);
      }
    }
    return records;
  }

  private interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  /** One statement, which needs no transaction around it: one way to the server and back. */
  private <T> T alone(Work<T> work) {
    try (Connection connection = database.getConnection()) {
      return work.in(connection);
    } catch (SQLException e) {
      throw unreachable(e);
    }
  }

  private static IllegalStateException unreachable(SQLException cause) {
    return new IllegalStateException("task definitions cannot be reached", cause);
  }

  private <T> T inTransaction(Work<T> work) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.in(connection);
        connection.commit();
        return result;
      } finally {
        // Does nothing after the commit.
        connection.rollback();
      }
    } catch (SQLException e) {
      throw unreachable(e);
    }
  }
}
