package io.fairlead.scheduler.images;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.Deployment;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.proto.usage.ImageInUse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Reads from the committed rows which images are in use, in all clusters, whichever schedulers own
 * them. All of it is read as of one moment: a task that takes the place of another is not missed.
 */
public record UsedImages(DataSource database) {
  private static final int ROWS_AT_A_TIME = 1_000;
  private static final String DEFINITIONS =
      "SELECT record FROM scheduler.task_definition WHERE status = 'ACTIVE'";
  private static final String SERVICES =
      "SELECT record FROM scheduler.service"
          + " WHERE NOT forgotten AND status IN ('ACTIVE', 'DRAINING')";
  private static final String TASKS =
      "SELECT record FROM scheduler.task WHERE NOT forgotten AND last_status <> 'STOPPED'";
  private static final String IN_USE =
      "SELECT record FROM scheduler.definition_in_use WHERE arn = ANY(?)";

  /** Takes a stored record. */
  private interface Sink {
    void take(byte[] record) throws InvalidProtocolBufferException;
  }

  /**
   * Each image once.
   *
   * @throws SQLException if the database fails
   */
  public Set<ImageInUse> read() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try {
        return read(connection);
      } finally {
        connection.rollback();
      }
    } catch (InvalidProtocolBufferException e) {
      throw new SQLException("unreadable record", e);
    }
  }

  private static Set<ImageInUse> read(Connection connection)
      throws SQLException, InvalidProtocolBufferException {
    Set<ImageInUse> used = new LinkedHashSet<>();
    Set<String> deployed = new HashSet<>();
    each(connection.prepareStatement(DEFINITIONS), record -> ofDefinition(record, used));
    each(connection.prepareStatement(SERVICES), record -> ofService(record, used, deployed));
    each(connection.prepareStatement(TASKS), record -> ofTask(record, used));
    // A service goes on with a revision that is not ACTIVE any more.
    PreparedStatement inUse = connection.prepareStatement(IN_USE);
    inUse.setArray(1, connection.createArrayOf("text", deployed.toArray()));
    each(inUse, record -> ofDefinition(record, used));
    return used;
  }

  private static void each(PreparedStatement query, Sink sink)
      throws SQLException, InvalidProtocolBufferException {
    try (query) {
      query.setFetchSize(ROWS_AT_A_TIME);
      for (ResultSet row = query.executeQuery(); row.next(); ) {
        sink.take(row.getBytes(1));
      }
    }
  }

  private static void ofDefinition(byte[] record, Set<ImageInUse> used)
      throws InvalidProtocolBufferException {
    TaskDefinitionRecord.parseFrom(record).getDefinition().getContainerDefinitionsList().stream()
        .map(ContainerDefinition::getImage)
        .forEach(image -> used.add(use(image, "")));
  }

  private static void ofService(byte[] record, Set<ImageInUse> used, Set<String> deployed)
      throws InvalidProtocolBufferException {
    ServiceRecord service = ServiceRecord.parseFrom(record);
    service.getService().getDeploymentsList().stream()
        .map(Deployment::getTaskDefinition)
        .forEach(deployed::add);
    service.getProgressList().stream()
        .flatMap(progress -> progress.getImagesList().stream())
        .forEach(image -> used.add(use(image.getImage(), image.getImageDigest())));
  }

  private static void ofTask(byte[] record, Set<ImageInUse> used)
      throws InvalidProtocolBufferException {
    TaskRecord.parseFrom(record)
        .getTask()
        .getContainersList()
        .forEach(container -> used.add(use(container.getImage(), container.getImageDigest())));
  }

  private static ImageInUse use(String image, String digest) {
    ImageInUse.Builder use = ImageInUse.newBuilder().setImage(image);
    return digest.isEmpty() ? use.build() : use.setImageDigest(digest).build();
  }
}
