package io.fairlead.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.testkit.FreePorts;
import io.fairlead.testkit.SharedBroker;
import io.fairlead.testkit.SharedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that is killed in the middle of many pushes has all that it has acknowledged. */
final class CrashIT {
  private static final byte[] CONFIG = "{}".getBytes(UTF_8);
  private static final int PUSHERS = 4;
  private static final int KILLS = 3;
  private static final int PUSHES_A_LIFE = 12;

  @TempDir Path home;
  private final Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();
  private final int port = FreePorts.next();
  private final URI uri = URI.create("http://127.0.0.1:" + port);

  @Test
  void losesNothing() throws Exception {
    SharedPostgres.Database database = SharedPostgres.freshDatabase();
    try (StubGateway gateway = new StubGateway()) {
      for (int life = 0; life < KILLS; life++) {
        Process process = start(database, gateway);
        int enough = acknowledged.size() + PUSHES_A_LIFE;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
          List<Future<?>> pushers = new ArrayList<>();
          for (int i = 0; i < PUSHERS; i++) {
            String name = "team/life-" + life + "-" + i;
            pushers.add(threads.submit(() -> pushUntilItDies(name)));
          }
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .until(() -> acknowledged.size() >= enough);
          process.destroyForcibly().waitFor();
        }
      }
      Process last = start(database, gateway);
      try {
        assertEverythingIsThere();
      } finally {
        last.destroyForcibly().waitFor();
      }
    }
  }

  private void pushUntilItDies(String repository) {
    try (Client client = Client.user(uri)) {
      for (int i = 0; ; i++) {
        byte[] layer = Images.bytes(300_000, repository.hashCode() + i);
        Images.blob(client, repository, CONFIG);
        Images.blob(client, repository, layer);
        byte[] manifest = Images.manifest(CONFIG, layer);
        if (Images.put(client, repository, "t" + i, manifest).statusCode() == 201) {
          acknowledged.put(repository + "/manifests/t" + i, manifest);
          acknowledged.put(repository + "/blobs/" + Images.digest(layer), layer);
        }
      }
    } catch (IOException died) {
      assertThat(died).isNotNull();
    }
  }

  private void assertEverythingIsThere() throws IOException {
    assertThat(acknowledged.size()).isGreaterThanOrEqualTo(KILLS * PUSHES_A_LIFE);
    try (Client client = Client.user(uri)) {
      for (Map.Entry<String, byte[]> each : acknowledged.entrySet()) {
        assertThat(client.send("GET", "/v2/" + each.getKey()).body()).isEqualTo(each.getValue());
      }
    }
  }

  private Process start(SharedPostgres.Database database, StubGateway gateway) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Map<String, String> settings =
        Map.ofEntries(
            Map.entry("fairlead.registry.port", "" + port),
            Map.entry("fairlead.registry.grpc-port", "" + FreePorts.next()),
            Map.entry("fairlead.registry.service-token", TestRegistry.SERVICE_TOKEN),
            Map.entry("fairlead.registry.gateway", gateway.address()),
            Map.entry("fairlead.registry.folder", home.resolve("blobs").toString()),
            Map.entry(
                "fairlead.registry.master-key-file", home.resolve("master-key.json").toString()),
            Map.entry(
                "fairlead.registry.token-secret-file", home.resolve("token-secret").toString()),
            Map.entry("fairlead.registry.bootstrap-servers", SharedBroker.bootstrapServers()),
            Map.entry("fairlead.registry.database-url", database.jdbcUrl()),
            Map.entry("fairlead.registry.database-user", database.user()),
            Map.entry("fairlead.registry.database-password", database.password()),
            Map.entry("micronaut.server.port", "" + FreePorts.next()));
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(RegistryMain.class.getName());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile())
            .start();
    Awaitility.await().atMost(Duration.ofSeconds(90)).until(this::serves);
    return process;
  }

  private boolean serves() {
    try (Client client = Client.user(uri)) {
      return client.send("GET", "/v2/").statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}
