package io.fairlead.scheduler.images;

import static io.fairlead.scheduler.shell.journal.Records.REALM;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerImage;
import io.fairlead.proto.ecs.DeregisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.Forget;
import io.fairlead.proto.usage.ImageInUse;
import io.fairlead.scheduler.definitions.Definitions;
import io.fairlead.scheduler.definitions.PostgresDefinitions;
import io.fairlead.scheduler.shell.journal.PostgresJournal;
import io.fairlead.scheduler.shell.journal.Records;
import io.fairlead.scheduler.shell.journal.Term;
import io.fairlead.scheduler.shell.journal.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the registry is told to keep, from a real database. */
class UsedImagesIT {
  private static final String DIGEST = "sha256:" + "1".repeat(64);

  private HikariDataSource database;
  private Definitions definitions;
  private PostgresJournal journal;
  private Term term;
  private long seq;

  @BeforeEach
  void open() {
    database = TestDatabase.open();
    definitions = new Definitions(REALM, new PostgresDefinitions(database));
    journal = new PostgresJournal(database);
    term = journal.take(0, "a:1");
    commit(Records.cluster("c"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void commit(Change... changes) {
    for (Change change : changes) {
      journal.commit(term, List.of(Records.entry(++seq, "c", change)));
    }
  }

  private List<String> used() throws SQLException {
    return new UsedImages(database).read().stream().map(UsedImagesIT::text).sorted().toList();
  }

  private static String text(ImageInUse use) {
    return use.hasImageDigest() ? use.getImage() + " " + use.getImageDigest() : use.getImage();
  }

  private void register(String family, String... images) {
    RegisterTaskDefinitionRequest.Builder request =
        RegisterTaskDefinitionRequest.newBuilder().setFamily(family);
    for (int i = 0; i < images.length; i++) {
      request.addContainerDefinitions(
          ContainerDefinition.newBuilder().setName("c" + i).setImage(images[i]).setMemory(64));
    }
    definitions.register(request.build(), "me", Records.NOW);
  }

  private static Change task(String id, String status, String image, String digest) {
    Change.Builder task = Records.task("c", id, status).toBuilder();
    task.getTaskBuilder()
        .getTaskBuilder()
        .addContainers(Container.newBuilder().setImage(image).setImageDigest(digest));
    return task.build();
  }

  @Test
  void namesImagesOfActiveRevisionsOnce() throws SQLException {
    assertThat(used()).isEmpty();
    register("web", "r/web:1", "r/side:1");
    register("web", "r/web:2", "r/side:1");
    assertThat(used()).containsExactly("r/side:1", "r/web:1", "r/web:2");

    definitions.deregister(
        DeregisterTaskDefinitionRequest.newBuilder().setTaskDefinition("web:1").build(),
        Records.NOW);
    assertThat(used()).containsExactly("r/side:1", "r/web:2");
  }

  @Test
  void namesWhatTasksRunUntilTheyHaveStopped() throws SQLException {
    commit(task("t1", "RUNNING", "r/web:1", DIGEST), task("t2", "PENDING", "r/job:1", ""));
    assertThat(used()).containsExactly("r/job:1", "r/web:1 " + DIGEST);

    commit(task("t1", "STOPPED", "r/web:1", DIGEST));
    assertThat(used()).containsExactly("r/job:1");
    commit(
        task("t2", "STOPPED", "r/job:1", ""),
        Records.forget(Forget.newBuilder().setTaskArn(REALM.task("c", "t2"))));
    assertThat(used()).isEmpty();
  }

  @Test
  void namesWhatServicesDeployAlsoWhenTheRevisionIsInactive() throws SQLException {
    Change.Builder definition = Records.definition().toBuilder();
    definition
        .getDefinitionBuilder()
        .getDefinitionBuilder()
        .addContainerDefinitions(ContainerDefinition.newBuilder().setImage("r/web:1"));
    Change.Builder service = Records.service("c", "s").toBuilder();
    service
        .getServiceBuilder()
        .getServiceBuilder()
        .addDeploymentsBuilder()
        .setTaskDefinition(Records.DEFINITION);
    service
        .getServiceBuilder()
        .addProgressBuilder()
        .addImages(ContainerImage.newBuilder().setImage("r/web:1").setImageDigest(DIGEST));
    commit(definition.build(), service.build());
    assertThat(used()).containsExactly("r/web:1", "r/web:1 " + DIGEST);

    service.getServiceBuilder().getServiceBuilder().setStatus("INACTIVE");
    commit(service.build());
    assertThat(used()).isEmpty();
  }
}
