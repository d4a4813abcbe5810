package io.fairlead.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.registry.Client;
import io.fairlead.registry.Images;
import io.fairlead.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole registry whose blobs are in an object store. */
final class S3RegistryIT {
  private static final byte[] CONFIG = {'{', '}'};
  private static final byte[] LAYER = Images.bytes(300_000, 1);
  private static final String BASE = "/v2/team/web";

  @TempDir Path home;

  @BeforeEach
  void credentials() {
    System.setProperty("aws.accessKeyId", FakeS3.ID);
    System.setProperty("aws.secretAccessKey", FakeS3.SECRET);
  }

  @AfterEach
  void forget() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void pushesAndPullsAnImage() throws IOException {
    try (FakeS3 s3 = new FakeS3();
        TestRegistry registry =
            new TestRegistry(
                home,
                Map.of(
                    "s3Bucket",
                    FakeS3.BUCKET,
                    "s3Endpoint",
                    s3.address().toString(),
                    "verifiedPullsPercent",
                    100));
        Client client = Client.user(registry.uri())) {
      assertThat(Images.blob(client, "team/web", CONFIG).statusCode()).isEqualTo(201);
      assertThat(Images.blob(client, "team/web", LAYER).statusCode()).isEqualTo(201);
      byte[] manifest = Images.manifest(CONFIG, LAYER);
      assertThat(Images.put(client, "team/web", "v1", manifest).statusCode()).isEqualTo(201);
      registry.restart();
      assertThat(client.send("GET", BASE + "/manifests/v1").body()).isEqualTo(manifest);
      String layer = BASE + "/blobs/" + Images.digest(LAYER);
      assertThat(client.send("GET", layer).body()).isEqualTo(LAYER);
      assertThat(client.send("GET", layer, new byte[0], "Range", "bytes=70000-80000").body())
          .isEqualTo(Arrays.copyOfRange(LAYER, 70_000, 80_001));
      assertThat(s3.objects.keySet()).filteredOn(key -> key.startsWith("blobs/")).hasSize(2);
    }
    assertThat(Files.exists(home.resolve("blobs"))).isFalse();
  }
}
