package io.fairlead.registry;

import static io.fairlead.registry.Images.MANIFEST;
import static io.fairlead.registry.Images.bytes;
import static io.fairlead.registry.Images.digest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Digest.Algorithm;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The OCI distribution-spec 1.1: pull, push, content discovery, content management. */
final class DistributionIT {
  private static final byte[] CONFIG = "{}".getBytes(UTF_8);
  private static final byte[] LAYER = bytes(200_000, 1);
  private static int number;

  @TempDir static Path home;
  private static TestRegistry registry;
  private static Client client;

  private final String repo = "team/it-" + ++number;
  private final String base = "/v2/" + repo;

  @BeforeAll
  static void start() throws IOException {
    registry = new TestRegistry(home);
    client = Client.user(registry.uri());
  }

  @AfterAll
  static void end() {
    client.close();
    registry.close();
  }

  @BeforeEach
  void config() throws IOException {
    assertThat(Images.blob(client, repo, CONFIG).statusCode()).isEqualTo(201);
  }

  @Test
  void isThere() throws IOException {
    assertThat(client.send("GET", "/v2/").statusCode()).isEqualTo(200);
    assertThat(header(client.send("GET", "/v2/"), "Docker-Distribution-API-Version"))
        .isEqualTo("registry/2.0");
  }

  // ---- blobs

  @Test
  void takesABlobInOneRequest() throws IOException {
    var answer = Images.blob(client, repo, LAYER);
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(header(answer, "Location")).isEqualTo(blobPath(LAYER));
    assertBlob(LAYER);
  }

  @Test
  void takesABlobInTwoRequests() throws IOException {
    String upload = begin();
    var answer =
        client.send(
            "PUT", upload + "?digest=" + digest(LAYER).toString().replace(":", "%3A"), LAYER);
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(header(answer, "Docker-Content-Digest")).isEqualTo(digest(LAYER).toString());
    assertBlob(LAYER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesABlobInChunksAlsoAcrossARestart(boolean ranges) throws IOException {
    String upload = begin();
    var first = chunk(upload, 0, 70_000, ranges);
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(header(first, "Range")).isEqualTo("0-69999");
    registry.restart();
    var status = client.send("GET", upload);
    assertThat(status.statusCode()).isEqualTo(204);
    assertThat(header(status, "Range")).isEqualTo("0-69999");
    assertThat(header(status, "Location")).isEqualTo(upload);
    assertThat(chunk(upload, 70_000, 150_000, ranges).statusCode()).isEqualTo(202);
    byte[] last = Arrays.copyOfRange(LAYER, 150_000, 200_000);
    var done = client.send("PUT", upload + "?digest=" + digest(LAYER), last);
    assertThat(done.statusCode()).isEqualTo(201);
    assertBlob(LAYER);
    assertThat(client.send("GET", upload).statusCode()).isEqualTo(404);
  }

  @Test
  void refusesChunksOutOfOrderAndGoesOn() throws IOException {
    String upload = begin();
    assertThat(chunk(upload, 70_000, 80_000, true).statusCode()).isEqualTo(416);
    assertThat(chunk(upload, 0, 70_000, true).statusCode()).isEqualTo(202);
    var again = chunk(upload, 0, 70_000, true);
    assertThat(again.statusCode()).isEqualTo(416);
    assertThat(header(again, "Range")).isEqualTo("0-69999");
    assertThat(header(again, "Location")).isEqualTo(upload);
    assertThat(chunk(upload, 70_000, 200_000, true).statusCode()).isEqualTo(202);
    assertThat(client.send("PUT", upload + "?digest=" + digest(LAYER)).statusCode()).isEqualTo(201);
    assertBlob(LAYER);
  }

  @Test
  void forgetsACancelledUpload() throws IOException {
    String upload = begin();
    assertThat(client.send("DELETE", upload).statusCode()).isEqualTo(204);
    for (String method : List.of("GET", "DELETE", "PATCH")) {
      assertProblem(client.send(method, upload), 404, "BLOB_UPLOAD_UNKNOWN");
    }
    assertProblem(
        client.send("PUT", upload + "?digest=" + digest(LAYER)), 404, "BLOB_UPLOAD_UNKNOWN");
  }

  @Test
  void anUploadBelongsToItsRepository() throws IOException {
    String upload = begin();
    Images.blob(client, repo + "-other", CONFIG);
    String elsewhere = upload.replace(repo, repo + "-other");
    assertProblem(client.send("GET", elsewhere), 404, "BLOB_UPLOAD_UNKNOWN");
    assertProblem(client.send("PATCH", elsewhere, LAYER), 404, "BLOB_UPLOAD_UNKNOWN");
  }

  @Test
  void refusesContentThatIsNotWhatItIsSaidToBe() throws IOException {
    Digest other = digest(bytes(5, 5));
    assertProblem(client.send("PUT", begin() + "?digest=" + other, LAYER), 400, "DIGEST_INVALID");
    assertProblem(
        client.send("POST", base + "/blobs/uploads/?digest=" + other, LAYER),
        400,
        "DIGEST_INVALID");
    assertThat(client.send("HEAD", base + "/blobs/" + other).statusCode()).isEqualTo(404);
    assertProblem(client.send("PUT", begin(), LAYER), 400, "DIGEST_INVALID");
  }

  @Test
  void knowsSha512() throws IOException {
    Digest digest = Digest.of(Algorithm.SHA512, LAYER);
    assertThat(client.send("PUT", begin() + "?digest=" + digest, LAYER).statusCode())
        .isEqualTo(201);
    assertThat(client.send("GET", base + "/blobs/" + digest).body()).isEqualTo(LAYER);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, 206, 0, 10",
    "bytes=100000-, 206, 100000, 200000",
    "bytes=-1, 206, 199999, 200000",
    "bytes=65000-140000, 206, 65000, 140001",
    "bytes=200000-, 416, 0, 0",
    "bytes=1-0, 416, 0, 0"
  })
  void givesPartsOfABlob(String range, int status, int from, int to) throws IOException {
    Images.blob(client, repo, LAYER);
    var answer = client.send("GET", blobPath(LAYER), new byte[0], "Range", range);
    assertThat(answer.statusCode()).isEqualTo(status);
    if (status != 416) {
      assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(LAYER, from, to));
    }
    if (status == 206) {
      assertThat(header(answer, "Content-Range"))
          .isEqualTo("bytes %d-%d/200000".formatted(from, to - 1));
    }
  }

  @Test
  void mountsABlobThatAnotherRepositoryHas() throws IOException {
    Images.blob(client, repo, LAYER);
    String there = "/v2/" + repo + "-mount/blobs/";
    String mount = there + "uploads/?mount=" + digest(LAYER) + "&from=";
    assertThat(client.send("POST", mount + "team/none").statusCode()).isEqualTo(202);
    assertThat(client.send("POST", mount + "..%2F..").statusCode()).isEqualTo(202);
    assertThat(client.send("HEAD", there + digest(LAYER)).statusCode()).isEqualTo(404);
    assertThat(client.send("POST", mount + repo).statusCode()).isEqualTo(201);
    assertThat(client.send("GET", there + digest(LAYER)).body()).isEqualTo(LAYER);
  }

  @Test
  void aBlobOfAnotherRepositoryIsNotThere() throws IOException {
    Images.blob(client, repo, LAYER);
    String other = "/v2/" + repo + "-elsewhere/blobs/" + digest(LAYER);
    Images.blob(client, repo + "-elsewhere", CONFIG);
    assertThat(client.send("GET", other).statusCode()).isEqualTo(404);
    assertThat(client.send("DELETE", other).statusCode()).isEqualTo(404);
    assertBlob(LAYER);
  }

  // ---- manifests

  @Test
  void givesBackAManifestByteForByte() throws IOException {
    Images.blob(client, repo, LAYER);
    byte[] manifest = Images.manifest(CONFIG, LAYER);
    var put = Images.put(client, repo, "v1", manifest);
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(header(put, "Docker-Content-Digest")).isEqualTo(digest(manifest).toString());
    for (String reference : List.of("v1", digest(manifest).toString())) {
      var get = client.send("GET", base + "/manifests/" + reference);
      assertThat(get.statusCode()).isEqualTo(200);
      assertThat(get.body()).isEqualTo(manifest);
      assertThat(header(get, "Content-Type")).isEqualTo(MANIFEST);
      var head = client.send("HEAD", base + "/manifests/" + reference);
      assertThat(header(head, "Content-Length")).isEqualTo("" + manifest.length);
      assertThat(header(head, "Docker-Content-Digest")).isEqualTo(digest(manifest).toString());
    }
  }

  @Test
  void refusesManifestsThatLackSomething() throws IOException {
    assertProblem(
        Images.put(client, repo, "v1", Images.manifest(CONFIG, bytes(9, 9))),
        404,
        "MANIFEST_BLOB_UNKNOWN");
    String index =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(Images.INDEX, Images.descriptor(MANIFEST, bytes(8, 8)));
    assertProblem(
        client.send(
            "PUT", base + "/manifests/v1", index.getBytes(UTF_8), "Content-Type", Images.INDEX),
        404,
        "MANIFEST_BLOB_UNKNOWN");
    assertProblem(Images.put(client, repo, "v1", bytes(50, 1)), 400, "MANIFEST_INVALID");
    assertProblem(
        Images.put(client, repo, digest(LAYER).toString(), Images.manifest(CONFIG)),
        400,
        "DIGEST_INVALID");
    assertProblem(Images.put(client, repo, ".bad", Images.manifest(CONFIG)), 400, "TAG_INVALID");
    assertProblem(client.send("GET", base + "/manifests/v1"), 404, "MANIFEST_UNKNOWN");
  }

  @Test
  void refusesAnOversizedManifest() throws IOException {
    byte[] large =
        Images.manifest("\"annotations\":{\"k\":\"" + "x".repeat(4 << 20) + "\"},", CONFIG);
    assertProblem(Images.put(client, repo, "v1", large), 413, "MANIFEST_INVALID");
    byte[] fits =
        Images.manifest("\"annotations\":{\"k\":\"" + "x".repeat(4_000_000) + "\"},", CONFIG);
    assertThat(Images.put(client, repo, "v1", fits).statusCode()).isEqualTo(201);
  }

  @Test
  void givesOutALayerThatIsLargerThanWhatIsUnderWayAtATime() throws IOException {
    byte[] layer = Images.bytes(5_000_003, 11);
    assertThat(Images.blob(client, repo, layer).statusCode()).isEqualTo(201);
    assertBlob(layer);
  }

  @Test
  void takesAnIndexOfManifests() throws IOException {
    byte[] manifest = Images.manifest(CONFIG);
    Images.put(client, repo, digest(manifest).toString(), manifest);
    byte[] index =
        "{\"schemaVersion\":2,\"manifests\":[%s]}"
            .formatted(Images.descriptor(MANIFEST, manifest))
            .getBytes(UTF_8);
    var put = client.send("PUT", base + "/manifests/all", index, "Content-Type", Images.INDEX);
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(header(client.send("HEAD", base + "/manifests/all"), "Content-Type"))
        .isEqualTo(Images.INDEX);
    String part = base + "/manifests/" + digest(manifest);
    assertProblem(client.send("DELETE", part), 405, "UNSUPPORTED");
    assertThat(client.send("DELETE", base + "/manifests/" + digest(index)).statusCode())
        .isEqualTo(202);
    assertThat(client.send("DELETE", part).statusCode()).isEqualTo(202);
  }

  // ---- discovery

  @Test
  void listsTagsAPageAtATime() throws IOException {
    List<String> expected = new ArrayList<>(List.of("A", "a1", "b", "B2", "c", "v1.0", "v1_0"));
    byte[] manifest = Images.manifest(CONFIG);
    for (String tag : expected.reversed()) {
      Images.put(client, repo, tag, manifest);
    }
    expected.sort(String.CASE_INSENSITIVE_ORDER.thenComparing(String::compareTo));
    for (int n : new int[] {1, 2, 3, 6, 7, 100}) {
      List<String> seen = new ArrayList<>();
      String next = base + "/tags/list?n=" + n;
      while (!next.isEmpty()) {
        var page = client.send("GET", next);
        assertThat(page.statusCode()).isEqualTo(200);
        seen.addAll(texts(page, "tags"));
        String link = header(page, "Link");
        next = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
      }
      assertThat(seen).as("n=%d", n).isEqualTo(expected);
    }
    var none = client.send("GET", base + "/tags/list?n=0");
    assertThat(texts(none, "tags")).isEmpty();
    assertThat(header(none, "Link")).isEmpty();
    assertThat(texts(client.send("GET", base + "/tags/list?last=b"), "tags"))
        .isEqualTo(expected.subList(expected.indexOf("b") + 1, expected.size()));
    assertProblem(client.send("GET", base + "/tags/list?n=-1"), 400, "PAGINATION_NUMBER_INVALID");
    assertProblem(client.send("GET", "/v2/team/nothing/tags/list"), 404, "NAME_UNKNOWN");
  }

  @Test
  void listsWhatRefersToAManifest() throws IOException {
    byte[] image = Images.manifest(CONFIG);
    String subject = "\"subject\":" + Images.descriptor(MANIFEST, image) + ",";
    byte[] sbom =
        Images.manifest(
            subject + "\"artifactType\":\"x/sbom\",\"annotations\":{\"by\":\"us\"},", CONFIG);
    byte[] signature = Images.manifest(subject + "\"artifactType\":\"x/signature\",", CONFIG);
    byte[] plain = Images.manifest(subject, CONFIG);
    String path = base + "/referrers/" + digest(image);
    var empty = client.send("GET", path);
    assertThat(empty.statusCode()).isEqualTo(200);
    assertThat(header(empty, "Content-Type")).isEqualTo(Images.INDEX);
    assertThat(texts(empty, "manifests")).isEmpty();
    for (byte[] manifest : List.of(sbom, signature, plain)) {
      var put = Images.put(client, repo, digest(manifest).toString(), manifest);
      assertThat(put.statusCode()).isEqualTo(201);
      assertThat(header(put, "OCI-Subject")).isEqualTo(digest(image).toString());
    }
    String all = new String(client.send("GET", path).body(), UTF_8);
    assertThat(all)
        .contains(digest(sbom).toString(), digest(signature).toString(), digest(plain).toString())
        .contains("\"artifactType\":\"application/vnd.oci.image.config.v1+json\"")
        .contains("\"annotations\":{\"by\":\"us\"}");
    var filtered = client.send("GET", path + "?artifactType=x/sbom");
    assertThat(header(filtered, "OCI-Filters-Applied")).isEqualTo("artifactType");
    assertThat(new String(filtered.body(), UTF_8))
        .contains(digest(sbom).toString())
        .doesNotContain(digest(signature).toString(), digest(plain).toString());
    client.send("DELETE", base + "/manifests/" + digest(sbom));
    assertThat(texts(client.send("GET", path + "?artifactType=x/sbom"), "manifests")).isEmpty();
    assertProblem(client.send("GET", base + "/referrers/sha256:x"), 400, "DIGEST_INVALID");
  }

  // ---- management

  @Test
  void deletesTagsManifestsAndBlobs() throws IOException {
    byte[] manifest = Images.manifest(CONFIG);
    String byDigest = base + "/manifests/" + digest(manifest);
    Images.put(client, repo, "one", manifest);
    Images.put(client, repo, "two", manifest);
    assertThat(client.send("DELETE", base + "/manifests/one").statusCode()).isEqualTo(202);
    assertThat(client.send("GET", base + "/manifests/one").statusCode()).isEqualTo(404);
    assertThat(client.send("GET", byDigest).statusCode()).isEqualTo(200);
    assertProblem(client.send("DELETE", blobPath(CONFIG)), 405, "UNSUPPORTED");
    assertThat(client.send("DELETE", byDigest).statusCode()).isEqualTo(202);
    assertThat(client.send("GET", base + "/manifests/two").statusCode()).isEqualTo(404);
    assertProblem(client.send("DELETE", byDigest), 404, "MANIFEST_UNKNOWN");
    assertThat(client.send("DELETE", blobPath(CONFIG)).statusCode()).isEqualTo(202);
    assertProblem(client.send("DELETE", blobPath(CONFIG)), 404, "BLOB_UNKNOWN");
    assertThat(client.send("HEAD", blobPath(CONFIG)).statusCode()).isEqualTo(404);
  }

  @Test
  void aTagMoves() throws IOException {
    byte[] first = Images.manifest(CONFIG);
    byte[] second = Images.manifest("\"annotations\":{},", CONFIG);
    Images.put(client, repo, "latest", first);
    Images.put(client, repo, "latest", second);
    assertThat(client.send("GET", base + "/manifests/latest").body()).isEqualTo(second);
    assertThat(client.send("GET", base + "/manifests/" + digest(first)).body()).isEqualTo(first);
  }

  private String begin() throws IOException {
    var answer = client.send("POST", base + "/blobs/uploads/");
    assertThat(answer.statusCode()).isEqualTo(202);
    return header(answer, "Location");
  }

  private HttpResponse<byte[]> chunk(String upload, int from, int to, boolean range)
      throws IOException {
    byte[] part = Arrays.copyOfRange(LAYER, from, to);
    return range
        ? client.send("PATCH", upload, part, "Content-Range", from + "-" + (to - 1))
        : client.send("PATCH", upload, part);
  }

  private void assertBlob(byte[] content) throws IOException {
    assertThat(client.send("GET", blobPath(content)).body()).isEqualTo(content);
    var head = client.send("HEAD", blobPath(content));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Content-Length")).isEqualTo("" + content.length);
    assertThat(header(head, "Docker-Content-Digest")).isEqualTo(digest(content).toString());
  }

  private String blobPath(byte[] content) {
    return base + "/blobs/" + digest(content);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static List<String> texts(HttpResponse<byte[]> answer, String member) throws IOException {
    List<String> texts = new ArrayList<>();
    new com.fasterxml.jackson.databind.ObjectMapper()
        .readTree(answer.body())
        .get(member)
        .forEach(it -> texts.add(it.isTextual() ? it.textValue() : it.toString()));
    return texts;
  }

  private static void assertProblem(HttpResponse<byte[]> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(new String(answer.body(), UTF_8)).contains("{\"errors\":[{\"code\":\"" + code);
  }
}
