package io.fairlead.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.Realm;
import io.fairlead.proto.Topics;
import io.fairlead.proto.ecr.DeleteRepositoryRequest;
import io.fairlead.proto.images.ImageAction;
import io.fairlead.registry.catalog.Database;
import io.fairlead.registry.catalog.ImageActions;
import io.fairlead.registry.catalog.Lifecycles;
import io.fairlead.registry.catalog.Manifests;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.events.ImagePublisher;
import io.fairlead.registry.events.ImageTopic;
import io.fairlead.registry.names.Reference;
import io.fairlead.registry.names.RepositoryName;
import io.fairlead.testkit.FastFolder;
import io.fairlead.testkit.FreePorts;
import io.fairlead.testkit.SharedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the registry tells of its images. */
class ImageEventsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir(factory = FastFolder.class)
  static Path home;

  private static TestRegistry registry;
  private static EcrClient client;
  private static Client docker;
  private static Database database;
  private static Consumer<String, byte[]> consumer;
  private static final List<ImageAction> SEEN = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    registry = new TestRegistry(home);
    client = new EcrClient(registry);
    docker = Client.user(registry.uri());
    database = registry.database();
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                SharedBroker.bootstrapServers(),
                "group.id",
                "image-events-it",
                "auto.offset.reset",
                "earliest",
                "metadata.max.age.ms",
                500),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(List.of(Topics.IMAGES));
  }

  @AfterAll
  static void end() {
    consumer.close();
    docker.close();
    client.close();
    registry.close();
  }

  private static void read() {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
      try {
        ImageAction action = ImageAction.parseFrom(record.value());
        assertThat(record.key()).isEqualTo(action.getRepositoryArn());
        SEEN.add(action);
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** The first so many actions of a repository, each once, as {@code TYPE digest tag}. */
  private static List<String> actions(String repository, int number) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              read();
              return once(repository).size() >= number;
            });
    return once(repository).stream()
        .map(
            it ->
                it.getActionType().name().substring("IMAGE_ACTION_TYPE_".length())
                    + " "
                    + it.getImageDigest()
                    + " "
                    + it.getImageTag())
        .toList();
  }

  /** As consumers read: what is not beyond the last position was seen before. */
  private static List<ImageAction> once(String repository) {
    List<ImageAction> once = new ArrayList<>();
    for (ImageAction action : SEEN) {
      boolean news = once.isEmpty() || action.getPosition() > once.getLast().getPosition();
      if (action.getRepositoryName().equals(repository) && news) {
        once.add(action);
      }
    }
    return once;
  }

  private static String push(String repository, String tag, String content) throws IOException {
    byte[] config = content.getBytes(UTF_8);
    Images.blob(docker, repository, config);
    byte[] manifest = Images.manifest(config);
    String digest = Images.digest(manifest).toString();
    String reference = tag.isEmpty() ? digest : tag;
    assertThat(Images.put(docker, repository, reference, manifest).statusCode()).isEqualTo(201);
    return digest;
  }

  private static void delete(String repository, String reference) throws IOException {
    assertThat(docker.send("DELETE", "/v2/" + repository + "/manifests/" + reference).statusCode())
        .isEqualTo(202);
  }

  @Test
  void everyChangeIsToldInOrder() throws IOException {
    String first = push("told", "latest", "first");
    String second = push("told", "latest", "second");
    String third = push("told", "", "third");
    delete("told", "latest");
    delete("told", first);
    client
        .as(EcrClient.ADMIN)
        .deleteRepository(
            DeleteRepositoryRequest.newBuilder().setRepositoryName("told").setForce(true).build());

    List<String> told = actions("told", 7);
    assertThat(told.subList(0, 5))
        .containsExactly(
            "PUSH " + first + " latest",
            "PUSH " + second + " latest",
            "PUSH " + third + " ",
            "DELETE " + second + " latest",
            "DELETE " + first + " ");
    assertThat(told.subList(5, 7))
        .containsExactlyInAnyOrder("DELETE " + second + " ", "DELETE " + third + " ");
    assertThat(once("told").getFirst().getRepositoryArn())
        .isEqualTo("arn:aws:ecr:us-east-1:000000000000:repository/told");
  }

  @Test
  void whatALifecyclePolicyTakesIsToldAsSuch() throws IOException {
    String digest = push("expiring", "v1", "expiring");
    Lifecycles lifecycles = new Lifecycles(database);
    long id = new Repositories(database).find(new RepositoryName("expiring")).orElseThrow();
    lifecycles.images(id).forEach(image -> lifecycles.expire(id, image));

    assertThat(actions("expiring", 2))
        .containsExactly("PUSH " + digest + " v1", "EXPIRE " + digest + " ");
  }

  @Test
  void whatIsRefusedIsNotTold() throws IOException {
    push("refused", "v1", "one");
    assertThat(docker.send("DELETE", "/v2/refused/manifests/none").statusCode()).isEqualTo(404);
    String second = push("refused", "v2", "two");

    assertThat(actions("refused", 2)).hasSize(2).last().isEqualTo("PUSH " + second + " v2");
  }

  @Test
  void manyPushesToOneRepositoryEndWithTheTagWhereTheLastEventSays() throws Exception {
    int pushes = 40;
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < pushes; i++) {
        String content = "content " + i;
        threads.submit(() -> push("busy", "latest", content));
      }
    }
    List<String> told = actions("busy", pushes);
    assertThat(told).hasSize(pushes).doesNotHaveDuplicates();
    String now =
        docker
            .send("HEAD", "/v2/busy/manifests/latest")
            .headers()
            .firstValue("Docker-Content-Digest")
            .orElseThrow();
    assertThat(told.getLast()).isEqualTo("PUSH " + now + " latest");
  }

  @Test
  void whatWaitsForKafkaIsToldWhenItIsThere() throws IOException {
    String digest = push("elsewhere", "v1", "elsewhere");
    actions("elsewhere", 1);
    registry.stop();
    RepositoryName waiting = new RepositoryName("elsewhere");
    new Manifests(database).delete(waiting, Reference.parse("v1").orElseThrow());
    ImageActions actions = new ImageActions(database);
    Realm realm = new Realm("us-east-1", "000000000000");
    ImageTopic away = new ImageTopic("127.0.0.1:" + FreePorts.next(), 1);
    try (ImagePublisher publisher = new ImagePublisher(actions, away, realm)) {
      assertThat(publisher).isNotNull();
      assertThat(actions.first(10)).hasSize(1);
    }
    assertThat(actions.first(10)).hasSize(1);

    registry.restart();
    assertThat(actions("elsewhere", 2).getLast()).isEqualTo("DELETE " + digest + " v1");
    await().atMost(PATIENCE).until(() -> actions.first(10).isEmpty());
  }
}
