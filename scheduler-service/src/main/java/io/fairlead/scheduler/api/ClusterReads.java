package io.fairlead.scheduler.api;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.Arn;
import io.fairlead.proto.Realm;
import io.fairlead.proto.ecs.Cluster;
import io.fairlead.proto.ecs.ClusterField;
import io.fairlead.proto.ecs.DescribeClustersRequest;
import io.fairlead.proto.ecs.DescribeClustersResponse;
import io.fairlead.proto.ecs.Failure;
import io.fairlead.proto.ecs.KeyValuePair;
import io.fairlead.proto.ecs.ListClustersRequest;
import io.fairlead.proto.ecs.ListClustersResponse;
import io.fairlead.proto.state.ClusterRecord;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Page;
import io.fairlead.scheduler.core.Rejection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What spans clusters, and so belongs to no one of their threads: read from the rows that are
 * committed.
 */
public record ClusterReads(Realm realm, DataSource database) {
  private static final int MOST = 100;
  private static final String FIND =
      """
      SELECT record,
        (SELECT count(*) FROM scheduler.container_instance i
          WHERE i.cluster = c.name AND i.status IN ('ACTIVE', 'DRAINING') AND NOT forgotten),
        (SELECT count(*) FROM scheduler.task t
          WHERE t.cluster = c.name AND t.last_status = 'RUNNING' AND NOT forgotten),
        (SELECT count(*) FROM scheduler.task t
          WHERE t.cluster = c.name AND NOT forgotten
            AND t.last_status IN ('PROVISIONING', 'PENDING', 'ACTIVATING')),
        (SELECT count(*) FROM scheduler.service s
          WHERE s.cluster = c.name AND s.status = 'ACTIVE' AND NOT forgotten),
        (SELECT count(*) FROM scheduler.service s
          WHERE s.cluster = c.name AND s.status = 'DRAINING' AND NOT forgotten)
      FROM scheduler.cluster c WHERE name = ?
      """;
  private static final String LIST =
      """
      SELECT name FROM scheduler.cluster WHERE status = 'ACTIVE' AND name > ? COLLATE "C"
      ORDER BY name COLLATE "C" LIMIT ?
      """;

  Decision.Reply list(ListClustersRequest request) {
    Optional<Integer> size =
        request.hasMaxResults() ? Optional.of(request.getMaxResults()) : Optional.empty();
    return switch (Page.asked(size, request.getNextToken(), MOST, MOST)) {
      case Page.Invalid invalid -> new Refused(invalid.rejection());
      case Page.Valid valid -> list(valid.page());
    };
  }

  private Done list(Page page) {
    List<String> names = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(LIST)) {
      query.setString(1, page.after());
      // One more than asked for tells whether another page follows.
      query.setInt(2, page.size() + 1);
      for (ResultSet row = query.executeQuery(); row.next(); ) {
        names.add(row.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("clusters cannot be listed", e);
    }
    ListClustersResponse.Builder response = ListClustersResponse.newBuilder();
    names.stream().limit(page.size()).map(realm::cluster).forEach(response::addClusterArns);
    if (names.size() > page.size()) {
      response.setNextToken(Page.token(names.get(page.size() - 1)));
    }
    return new Done(response.build());
  }

  Decision.Reply describe(DescribeClustersRequest request) {
    List<String> asked =
        request.getClustersCount() == 0 ? List.of("default") : request.getClustersList();
    if (asked.size() > MOST) {
      return new Refused(
          Rejection.invalid("clusters: at most " + MOST + " can be described at once."));
    }
    DescribeClustersResponse.Builder response = DescribeClustersResponse.newBuilder();
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(FIND)) {
      for (String text : asked) {
        find(query, text, request.getIncludeList())
            .ifPresentOrElse(response::addClusters, () -> response.addFailures(missing(text)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("clusters cannot be described", e);
    }
    return new Done(response.build());
  }

  private Failure missing(String text) {
    String arn = Arn.parse(text).isPresent() ? text : realm.cluster(text);
    return Failure.newBuilder().setArn(arn).setReason("MISSING").build();
  }

  private static Optional<Cluster> find(
      PreparedStatement query, String text, List<ClusterField> include) throws SQLException {
    query.setString(1, Arn.nameOf(text));
    ResultSet row = query.executeQuery();
    if (!row.next()) {
      return Optional.empty();
    }
    try {
      return Optional.of(view(ClusterRecord.parseFrom(row.getBytes(1)).getCluster(), row, include));
    } catch (InvalidProtocolBufferException e) {
      throw new SQLException("unreadable cluster", e);
    }
  }

  private static Cluster view(Cluster stored, ResultSet row, List<ClusterField> include)
      throws SQLException {
    Cluster.Builder cluster =
        stored.toBuilder()
            .setRegisteredContainerInstancesCount(row.getInt(2))
            .setRunningTasksCount(row.getInt(3))
            .setPendingTasksCount(row.getInt(4))
            .setActiveServicesCount(row.getInt(5));
    if (include.contains(ClusterField.CLUSTER_FIELD_STATISTICS)) {
      addStatistics(cluster, row);
    }
    if (!include.contains(ClusterField.CLUSTER_FIELD_TAGS)) {
      cluster.clearTags();
    }
    if (!include.contains(ClusterField.CLUSTER_FIELD_SETTINGS)) {
      cluster.clearSettings();
    }
    if (!include.contains(ClusterField.CLUSTER_FIELD_CONFIGURATIONS)) {
      cluster.clearConfiguration();
    }
    return cluster.build();
  }

  /** All tasks run on instances of one's own, which is what the API calls EC2. */
  private static void addStatistics(Cluster.Builder cluster, ResultSet row) throws SQLException {
    add(cluster, "runningEC2TasksCount", row.getInt(3));
    add(cluster, "runningFargateTasksCount", 0);
    add(cluster, "pendingEC2TasksCount", row.getInt(4));
    add(cluster, "pendingFargateTasksCount", 0);
    add(cluster, "activeEC2ServiceCount", row.getInt(5));
    add(cluster, "activeFargateServiceCount", 0);
    add(cluster, "drainingEC2ServiceCount", row.getInt(6));
    add(cluster, "drainingFargateServiceCount", 0);
  }

  private static void add(Cluster.Builder cluster, String name, int value) {
    cluster.addStatistics(KeyValuePair.newBuilder().setName(name).setValue(String.valueOf(value)));
  }
}
