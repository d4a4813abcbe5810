package io.fairlead.registry;

import static io.fairlead.registry.Checks.digest;
import static io.fairlead.registry.Checks.header;
import static io.fairlead.registry.Checks.tree;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.registry.Sample.Manifest;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Digest.Algorithm;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the specification's public conformance suite asks of content: each kind of it through its
 * whole life.
 */
final class ContentConformanceIT {
  private static final String BASE = "/v2/conformance/one";

  @TempDir static Path home;
  private static TestRegistry registry;
  private static Client client;
  private static Checks checks;

  @BeforeAll
  static void start() throws IOException {
    registry = new TestRegistry(home);
    client = Client.user(registry.uri());
    checks = new Checks(client, BASE);
  }

  @AfterAll
  static void end() {
    client.close();
    registry.close();
  }

  @Test
  void anEmptyRepositoryHasNoReferrersAndAMissingOneNoTags() throws IOException {
    var referrers = client.send("GET", "/v2/conformance/none/referrers/" + digest("x"));
    assertThat(referrers.statusCode()).isEqualTo(200);
    assertThat(header(referrers, "Content-Type")).isEqualTo(Images.INDEX);
    assertThat(tree(referrers).path("manifests")).isEmpty();
    checks.status(404, "GET", "/v2/conformance/none/tags/list");
  }

  @ParameterizedTest
  @MethodSource("io.fairlead.registry.Sample#all")
  void contentLives(Sample sample) throws IOException {
    String tag = sample.toString().replace(' ', '-');
    push(sample, tag);
    for (Manifest manifest : sample.manifests) {
      assertManifest(manifest, BASE + "/manifests/" + manifest.digest());
      assertListed(manifest);
    }
    for (byte[] blob : sample.blobs) {
      checks.blob(BASE + "/blobs/" + Digest.of(sample.algorithm, blob), blob);
    }
    if (sample.algorithm == Algorithm.SHA256) {
      assertManifest(sample.manifests.getLast(), BASE + "/manifests/" + tag);
      assertThat(tree(client.send("GET", BASE + "/tags/list")).path("tags").toString())
          .contains('"' + tag + '"');
      checks.goes(BASE + "/manifests/" + tag);
    }
    for (Manifest manifest : sample.manifests.reversed()) {
      checks.goes(BASE + "/manifests/" + manifest.digest());
    }
    for (byte[] blob : sample.blobs) {
      checks.goes(BASE + "/blobs/" + Digest.of(sample.algorithm, blob));
    }
  }

  private static void push(Sample sample, String tag) throws IOException {
    for (byte[] blob : sample.blobs) {
      Digest digest = Digest.of(sample.algorithm, blob);
      assertThat(client.send("PUT", checks.begin() + "?digest=" + digest, blob).statusCode())
          .isEqualTo(201);
    }
    for (Manifest manifest : sample.manifests) {
      put(manifest, manifest.digest().toString());
    }
    if (sample.algorithm == Algorithm.SHA256) {
      put(sample.manifests.getLast(), tag);
    }
  }

  private static void put(Manifest manifest, String reference) throws IOException {
    String path = BASE + "/manifests/" + reference;
    var put = client.send("PUT", path, manifest.bytes(), "Content-Type", manifest.type());
    assertThat(put.statusCode()).as(new String(put.body(), UTF_8)).isEqualTo(201);
    assertThat(header(put, "Docker-Content-Digest")).isEqualTo(manifest.digest().toString());
    assertThat(header(put, "OCI-Subject"))
        .isEqualTo(manifest.tree().path("subject").path("digest").asText());
    assertManifest(manifest, header(put, "Location"));
  }

  private static void assertManifest(Manifest manifest, String path) throws IOException {
    for (String method : List.of("GET", "HEAD")) {
      var answer = client.send(method, path, new byte[0], "Accept", manifest.type());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(header(answer, "Content-Type")).isEqualTo(manifest.type());
      assertThat(header(answer, "Content-Length")).isEqualTo("" + manifest.bytes().length);
      assertThat(header(answer, "Docker-Content-Digest")).isEqualTo(manifest.digest().toString());
      assertThat(answer.body()).isEqualTo(method.equals("GET") ? manifest.bytes() : new byte[0]);
    }
  }

  /** Among the referrers of its subject, if it has one; with the filter that suits it, too. */
  private static void assertListed(Manifest manifest) throws IOException {
    JsonNode subject = manifest.tree().path("subject").path("digest");
    if (subject.isMissingNode()) {
      return;
    }
    String own = manifest.tree().path("artifactType").asText();
    String type = own.isEmpty() ? manifest.tree().path("config").path("mediaType").asText() : own;
    String path = BASE + "/referrers/" + subject.textValue();
    String filter = "?artifactType=" + URLEncoder.encode(type, UTF_8);
    for (String query : List.of("", filter)) {
      var answer = client.send("GET", path + query);
      assertThat(header(answer, "OCI-Filters-Applied"))
          .isEqualTo(query.isEmpty() ? "" : "artifactType");
      JsonNode listed = tree(answer).path("manifests");
      assertThat(listed)
          .filteredOn(it -> it.path("digest").asText().equals(manifest.digest().toString()))
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.path("mediaType").asText()).isEqualTo(manifest.type());
                assertThat(it.path("size").asInt()).isEqualTo(manifest.bytes().length);
                assertThat(it.path("artifactType").asText()).isEqualTo(type);
                assertThat(it.path("annotations")).isEqualTo(manifest.tree().path("annotations"));
              });
      if (!query.isEmpty()) {
        assertThat(listed).allMatch(it -> it.path("artifactType").asText().equals(type));
      }
    }
  }

  @Test
  void namesThatAreNoDigestsAreRefusedAndMissingOnesUnknown() throws IOException {
    String bad = BASE + "/manifests/sha256:baddigeststring";
    byte[] manifest = Images.manifest(new byte[] {'{', '}'});
    var put = client.send("PUT", bad, manifest, "Content-Type", Images.MANIFEST);
    assertThat(put.statusCode()).isEqualTo(400);
    assertThat(tree(put).path("errors").path(0).path("code").asText()).isEqualTo("DIGEST_INVALID");
    checks.status(400, "GET", bad);
    for (String method : List.of("GET", "HEAD")) {
      checks.status(404, method, BASE + "/manifests/" + digest("none"));
      checks.status(404, method, BASE + "/manifests/missing");
      checks.status(404, method, BASE + "/blobs/" + digest("none"));
    }
  }
}
