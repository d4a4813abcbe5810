package io.fairlead.scheduler.definitions;

import static io.fairlead.scheduler.shell.journal.Records.REALM;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.DeleteTaskDefinitionsRequest;
import io.fairlead.proto.ecs.DeregisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.Forget;
import io.fairlead.scheduler.shell.journal.Entry;
import io.fairlead.scheduler.shell.journal.PostgresJournal;
import io.fairlead.scheduler.shell.journal.Records;
import io.fairlead.scheduler.shell.journal.Term;
import io.fairlead.scheduler.shell.journal.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of revisions that are deregistered and deleted while things refer to them. */
class RetiredDefinitionsIT {
  private static final Instant LATER = Records.NOW.plus(Duration.ofMinutes(2));

  private HikariDataSource database;
  private Definitions definitions;
  private RetiredDefinitions retired;
  private PostgresJournal journal;
  private Term term;
  private long seq;

  @BeforeEach
  void open() {
    database = TestDatabase.open();
    definitions = new Definitions(REALM, new PostgresDefinitions(database));
    retired = new RetiredDefinitions(database);
    journal = new PostgresJournal(database);
    term = journal.take(0, "a:1");
    register();
    commit(Records.cluster("c"), Records.definition());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void commit(Change... changes) {
    for (Change change : changes) {
      Entry entry = Records.entry(++seq, "c", change);
      journal.commit(term, List.of(entry));
    }
  }

  private void register() {
    definitions.register(
        RegisterTaskDefinitionRequest.newBuilder()
            .setFamily("web")
            .addContainerDefinitions(
                ContainerDefinition.newBuilder().setName("main").setImage("i").setMemory(64))
            .build(),
        "me",
        Records.NOW);
  }

  private void deregister() {
    definitions.deregister(
        DeregisterTaskDefinitionRequest.newBuilder().setTaskDefinition("web:1").build(),
        Records.NOW);
  }

  private void retire() {
    deregister();
    definitions.delete(
        DeleteTaskDefinitionsRequest.newBuilder().addTaskDefinitions("web:1").build(), Records.NOW);
  }

  private int copies() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT count(*) FROM scheduler.definition_in_use")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void aDeletedRevisionGoesWhenNothingRefersToItAndItsNumberIsNotGivenAgain() throws SQLException {
    retire();

    assertThat(retired.remove(Records.NOW.plusSeconds(30))).as("calls may be under way").isZero();
    assertThat(retired.remove(LATER)).isEqualTo(1);
    assertThat(definitions.resolve("web:1")).isEmpty();
    assertThat(copies()).isZero();
    assertThat(retired.remove(LATER)).isZero();
    register();
    assertThat(definitions.resolve("web").orElseThrow().getDefinition().getRevision()).isEqualTo(2);
  }

  @Test
  void aTaskKeepsItForAsLongAsTheTaskIsRemembered() throws SQLException {
    commit(Records.task("c", "t1", "RUNNING"));
    retire();
    assertThat(retired.remove(LATER)).isZero();
    assertThat(copies()).isEqualTo(1);

    commit(
        Records.task("c", "t1", "STOPPED"),
        Records.forget(Forget.newBuilder().setTaskArn(REALM.task("c", "t1"))));
    assertThat(retired.remove(LATER)).isEqualTo(1);
    assertThat(copies()).isZero();
  }

  @Test
  void aServiceKeepsTheRevisionsOfAllItsDeployments() throws SQLException {
    Change.Builder moving = Records.service("c", "s").toBuilder();
    moving
        .getServiceBuilder()
        .getServiceBuilder()
        .setTaskDefinition(REALM.taskDefinition("web", 2))
        .addDeploymentsBuilder()
        .setTaskDefinition(Records.DEFINITION);
    commit(moving.build());
    retire();
    assertThat(retired.remove(LATER)).isZero();

    moving.getServiceBuilder().getServiceBuilder().clearDeployments();
    commit(moving.build());
    assertThat(retired.remove(LATER)).isEqualTo(1);
  }

  @Test
  void anInactiveRevisionStaysButNotTheCopiesThatNobodyUses() throws SQLException {
    assertThat(retired.remove(LATER)).isZero();
    assertThat(copies()).as("it may be used again").isEqualTo(1);

    deregister();
    assertThat(retired.remove(LATER)).isZero();
    assertThat(copies()).isZero();
    assertThat(definitions.resolve("web:1")).isPresent();
  }
}
