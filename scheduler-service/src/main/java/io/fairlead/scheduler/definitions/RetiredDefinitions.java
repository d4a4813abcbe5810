package io.fairlead.scheduler.definitions;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.Deployment;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away what nothing refers to any more: revisions whose deletion was asked for, and the
 * copies that clusters have of revisions which are not ACTIVE. A task refers to its revision for as
 * long as it is remembered, a service to those of all its deployments.
 *
 * <p>Copies of ACTIVE revisions stay: the cluster's owner knows them in memory, and would not write
 * them again at their next use. A revision that is not ACTIVE has no next use.
 */
public record RetiredDefinitions(DataSource database) {
  private static final Logger LOG = LoggerFactory.getLogger(RetiredDefinitions.class);

  /** Calls that found the revision ACTIVE a moment before are over by then. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private static final String CANDIDATES =
      """
      SELECT record FROM scheduler.task_definition d
      WHERE status = 'DELETE_IN_PROGRESS' OR (status = 'INACTIVE' AND EXISTS (
        SELECT FROM scheduler.definition_in_use
        WHERE split_part(arn, '/', 2) = d.family || ':' || d.revision))
      """;
  private static final String TASKS =
      "SELECT record FROM scheduler.task WHERE NOT forgotten AND family = ANY(?)";
  private static final String SERVICES = "SELECT record FROM scheduler.service WHERE NOT forgotten";
  private static final String DELETE_COPIES =
      "DELETE FROM scheduler.definition_in_use WHERE arn = ANY(?)";
  private static final String DELETE_REVISIONS =
      """
      DELETE FROM scheduler.task_definition d USING unnest(?) AS gone(name)
      WHERE status = 'DELETE_IN_PROGRESS' AND d.family || ':' || d.revision = gone.name
      """;

  /**
   * Takes away what can be; gives the number of revisions that are deleted for good.
   *
   * @throws SQLException if the database fails; nothing has happened then
   */
  public int remove(Instant now) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        int deleted = remove(connection, now.minus(GRACE));
        connection.commit();
        return deleted;
      } finally {
        // Does nothing after the commit.
        connection.rollback();
      }
    } catch (InvalidProtocolBufferException e) {
      throw new SQLException("unreadable record", e);
    }
  }

  private static int remove(Connection connection, Instant retiredBefore)
      throws SQLException, InvalidProtocolBufferException {
    List<TaskDefinition> candidates = candidates(connection, retiredBefore);
    if (candidates.isEmpty()) {
      return 0;
    }
    Set<String> referred = referred(connection, candidates);
    List<TaskDefinition> gone =
        candidates.stream().filter(d -> !referred.contains(d.getTaskDefinitionArn())).toList();
    update(connection, DELETE_COPIES, gone.stream().map(d -> d.getTaskDefinitionArn()).toList());
    int deleted =
        update(
            connection,
            DELETE_REVISIONS,
            gone.stream().map(d -> d.getFamily() + ":" + d.getRevision()).toList());
    if (deleted > 0) {
      LOG.info("task definitions deleted revisions={} still_in_use={}", deleted, referred.size());
    }
    return deleted;
  }

  private static List<TaskDefinition> candidates(Connection connection, Instant retiredBefore)
      throws SQLException, InvalidProtocolBufferException {
    List<TaskDefinition> candidates = new ArrayList<>();
    for (byte[] record : records(connection, CANDIDATES)) {
      TaskDefinition definition = TaskDefinitionRecord.parseFrom(record).getDefinition();
      if (ProtoTime.instant(definition.getDeregisteredAt()).isBefore(retiredBefore)) {
        candidates.add(definition);
      }
    }
    return candidates;
  }

  private static Set<String> referred(Connection connection, List<TaskDefinition> candidates)
      throws SQLException, InvalidProtocolBufferException {
    Set<String> arns = new HashSet<>();
    List<String> families = candidates.stream().map(d -> d.getFamily()).distinct().toList();
    for (byte[] record : records(connection, TASKS, families)) {
      arns.add(TaskRecord.parseFrom(record).getTask().getTaskDefinitionArn());
    }
    for (byte[] record : records(connection, SERVICES)) {
      var service = ServiceRecord.parseFrom(record).getService();
      arns.add(service.getTaskDefinition());
      service.getDeploymentsList().stream().map(Deployment::getTaskDefinition).forEach(arns::add);
    }
    return arns;
  }

  private static List<byte[]> records(Connection connection, String sql, List<?>... arrays)
      throws SQLException {
    try (PreparedStatement query = prepare(connection, sql, arrays)) {
      List<byte[]> records = new ArrayList<>();
      for (ResultSet row = query.executeQuery(); row.next(); ) {
        records.add(row.getBytes(1));
      }
      return records;
    }
  }

  private static int update(Connection connection, String sql, List<String> array)
      throws SQLException {
    try (PreparedStatement update = prepare(connection, sql, array)) {
      return update.executeUpdate();
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, List<?>... arrays)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < arrays.length; i++) {
      statement.setArray(i + 1, connection.createArrayOf("text", arrays[i].toArray()));
    }
    return statement;
  }
}
