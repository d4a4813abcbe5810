package io.fairlead.scheduler.shell.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.ClusterRecord;
import io.fairlead.proto.state.ServiceEventRecord;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TokenRecord;
import io.fairlead.scheduler.core.ClusterState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads the live state as the changes that make it. Instances come before the tasks on them, and
 * services before their events.
 */
final class StateReader {
  private static final int ROWS_AT_A_TIME = 1000;
  private static final String EVENTS =
      "SELECT cluster, record FROM (SELECT cluster, service, seq, record, row_number() OVER"
          + " (PARTITION BY cluster, service ORDER BY seq DESC) AS newest"
          + " FROM scheduler.service_event WHERE cluster = ANY(?)) e"
          + " WHERE newest <= "
          + ClusterState.EVENTS_SHOWN
          + " ORDER BY cluster, service, seq";

  private final Connection connection;
  private final StateSink into;
  private final Set<String> definitions = new HashSet<>();

  StateReader(Connection connection, StateSink into) {
    this.connection = connection;
    this.into = into;
  }

  /** Turns the bytes of a record into a change. */
  private interface Parser {
    Change parse(byte[] record) throws InvalidProtocolBufferException;
  }

  void read(Predicate<String> owned) throws SQLException {
    List<String> names = clusters(owned);
    Object clusters = connection.createArrayOf("text", names.toArray());
    stream(
        "SELECT name AS cluster, record FROM scheduler.cluster WHERE name = ANY(?)",
        record -> change().setCluster(ClusterRecord.parseFrom(record)).build(),
        clusters);
    StoredRows rows = new StoredRows(connection);
    for (String name : names) {
      // In order, as each then comes last.
      rows.read("container_instance", "ORDER BY arn", name, into.instances(name));
    }
    stream(live("service"), this::service, clusters);
    stream(
        EVENTS,
        record -> change().setServiceEvent(ServiceEventRecord.parseFrom(record)).build(),
        clusters);
    for (String name : names) {
      rows.read("task", "", name, into.tasks(name, definitions::add));
    }
    stream(
        "SELECT cluster, record FROM scheduler.token WHERE cluster = ANY(?)",
        record -> change().setToken(TokenRecord.parseFrom(record)).build(),
        clusters);
    stream(
        "SELECT cluster, record FROM scheduler.definition_in_use"
            + " WHERE cluster = ANY(?) AND arn = ANY(?)",
        record -> change().setDefinition(TaskDefinitionRecord.parseFrom(record)).build(),
        clusters,
        connection.createArrayOf("text", definitions.toArray()));
  }

  private List<String> clusters(Predicate<String> owned) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT name FROM scheduler.cluster");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names.stream().filter(owned).toList();
  }

  private static String live(String table) {
    return "SELECT cluster, record FROM scheduler."
        + table
        + " WHERE cluster = ANY(?) AND NOT forgotten";
  }

  private static Change.Builder change() {
    return Change.newBuilder();
  }

  private Change service(byte[] record) throws InvalidProtocolBufferException {
    ServiceRecord service = ServiceRecord.parseFrom(record);
    definitions.add(service.getService().getTaskDefinition());
    service
        .getService()
        .getDeploymentsList()
        .forEach(deployment -> definitions.add(deployment.getTaskDefinition()));
    return change().setService(service).build();
  }

  // Within a transaction and with a fetch size the driver streams instead of buffering all rows.
  private void stream(String sql, Parser parser, Object... parameters) throws SQLException {
    try (PreparedStatement statement = Database.prepare(connection, sql, parameters)) {
      statement.setFetchSize(ROWS_AT_A_TIME);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          into.load(row.getString("cluster"), parser.parse(row.getBytes("record")));
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new JournalException("reading a record", e);
    }
  }
}
