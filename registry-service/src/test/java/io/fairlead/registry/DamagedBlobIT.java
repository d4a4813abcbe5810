package io.fairlead.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A blob whose bytes are no longer what they were is not given out, until it is pushed again. */
final class DamagedBlobIT {
  private static final String REPO = "team/web";
  private static final byte[] CONFIG = {'{', '}'};
  private static final byte[] LAYER = Images.bytes(300_000, 1);
  private static final String PATH = "/v2/" + REPO + "/blobs/" + Images.digest(LAYER);

  @TempDir Path home;

  @Test
  void whatIsNotEncryptedIsHeldAgainstItsDigest() throws IOException {
    try (TestRegistry registry = registry(false, 100);
        Client client = Client.user(registry.uri())) {
      byte[] manifest = push(client);
      assertThat(client.send("GET", PATH).body()).isEqualTo(LAYER);
      alter();
      assertIsNotGivenOut(client, "bytes=0-");
      assertIsCalledIn(client, manifest);
    }
  }

  @Test
  void whatIsEncryptedShowsItWithEachReadOfAnyPart() throws IOException {
    try (TestRegistry registry = registry(true, 0);
        Client client = Client.user(registry.uri())) {
      byte[] manifest = push(client);
      alter();
      assertIsNotGivenOut(client, "bytes=0-299998");
      assertIsCalledIn(client, manifest);
    }
  }

  @Test
  void withoutEncryptionAndSamplesNobodyLooks() throws IOException {
    try (TestRegistry registry = registry(false, 0);
        Client client = Client.user(registry.uri())) {
      push(client);
      alter();
      assertThat(client.send("GET", PATH).body()).hasSize(LAYER.length).isNotEqualTo(LAYER);
    }
  }

  @Test
  void anotherMasterKeyCallsNothingIn() throws IOException {
    Path key = home.resolve("master-key.json");
    try (TestRegistry registry = registry(true, 100);
        Client client = Client.user(registry.uri())) {
      push(client);
      Path kept = Files.move(key, home.resolve("kept"));
      registry.restart();
      assertThatThrownBy(() -> client.send("GET", PATH)).isInstanceOf(IOException.class);
      Files.delete(key);
      Files.move(kept, key);
      registry.restart();
      assertThat(client.send("GET", PATH).body()).isEqualTo(LAYER);
    }
  }

  private TestRegistry registry(boolean encrypt, int percent) throws IOException {
    return new TestRegistry(home, Map.of("encrypt", encrypt, "verifiedPullsPercent", percent));
  }

  private static byte[] push(Client client) throws IOException {
    Images.blob(client, REPO, CONFIG);
    Images.blob(client, REPO, LAYER);
    byte[] manifest = Images.manifest(CONFIG, LAYER);
    assertThat(Images.put(client, REPO, "v1", manifest).statusCode()).isEqualTo(201);
    return manifest;
  }

  /** A client that tries again by itself, as it may where nothing had come, finds it gone. */
  private static void assertIsNotGivenOut(Client client, String range) {
    try {
      var answer = client.send("GET", PATH, new byte[0], "Range", range);
      assertThat(answer.statusCode()).isEqualTo(404);
    } catch (IOException brokenOff) {
      assertThat(brokenOff).isNotNull();
    }
  }

  /** It counts as not there, so that clients push it again; then all is as it was. */
  private void assertIsCalledIn(Client client, byte[] manifest) throws IOException {
    assertThat(client.send("HEAD", PATH).statusCode()).isEqualTo(404);
    assertThat(Images.put(client, REPO, "v2", manifest).statusCode()).isEqualTo(404);
    String mount = "?mount=" + Images.digest(LAYER) + "&from=" + REPO;
    assertThat(client.send("POST", "/v2/team/other/blobs/uploads/" + mount).statusCode())
        .isEqualTo(202);
    assertThat(files("damaged")).isNotEmpty();
    push(client);
    assertThat(client.send("GET", PATH).body()).isEqualTo(LAYER);
  }

  private void alter() throws IOException {
    Path file =
        files("blobs").stream()
            .max((one, other) -> Long.compare(one.toFile().length(), other.toFile().length()))
            .orElseThrow();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  private List<Path> files(String folder) throws IOException {
    try (Stream<Path> all = Files.walk(home.resolve("blobs").resolve(folder))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
