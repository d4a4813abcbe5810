package io.fairlead.registry;

import static io.fairlead.registry.Checks.digest;
import static io.fairlead.registry.Checks.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Digest.Algorithm;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the specification's public conformance suite asks of blobs: each way to push one, with each
 * algorithm.
 */
final class BlobConformanceIT {
  private static final String REPO = "conformance/one";
  private static final String BASE = "/v2/" + REPO;
  private static final int CHUNK = 1_000;

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

  /** The ways to push a blob. */
  enum Way {
    POST,
    PUT,
    ONE_CHUNK,
    CHUNKS,
    CHUNKS_AND_PUT,
    STREAM
  }

  static Stream<Arguments> ways() {
    return Arrays.stream(Way.values())
        .flatMap(way -> Arrays.stream(Algorithm.values()).map(it -> Arguments.of(way, it)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void takesABlobEachWay(Way way, Algorithm algorithm) throws IOException {
    byte[] blob = Images.bytes(3 * CHUNK - 5, way.ordinal());
    Digest digest = Digest.of(algorithm, blob);
    checks.status(404, "GET", BASE + "/blobs/" + digest);
    var pushed = push(way, digest, blob);
    assertThat(pushed.statusCode()).isEqualTo(201);
    assertThat(header(pushed, "Docker-Content-Digest")).isEqualTo(digest.toString());
    checks.blob(header(pushed, "Location"), blob);
    checks.goes(BASE + "/blobs/" + digest);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void refusesABlobThatIsSomethingElseEachWay(Way way, Algorithm algorithm) throws IOException {
    byte[] blob = Images.bytes(3 * CHUNK - 5, 100 + way.ordinal());
    Digest other = Digest.of(algorithm, Images.bytes(10, way.ordinal()));
    assertThat(push(way, other, blob).statusCode()).isEqualTo(400);
    checks.status(404, "HEAD", BASE + "/blobs/" + other);
  }

  private static HttpResponse<byte[]> push(Way way, Digest digest, byte[] blob) throws IOException {
    if (way == Way.POST) {
      return client.send("POST", BASE + "/blobs/uploads/?digest=" + digest, blob);
    }
    String upload = checks.begin();
    int sent =
        switch (way) {
          case POST, PUT -> 0;
          case ONE_CHUNK, STREAM -> blob.length;
          case CHUNKS -> blob.length;
          case CHUNKS_AND_PUT -> 2 * CHUNK;
        };
    int step = way == Way.CHUNKS || way == Way.CHUNKS_AND_PUT ? CHUNK : blob.length;
    for (int from = 0; from < sent; from += step) {
      int to = Math.min(from + step, sent);
      assertThat(chunk("PATCH", upload, blob, from, to, way != Way.STREAM).statusCode())
          .isEqualTo(202);
    }
    return chunk("PUT", upload + "?digest=" + digest, blob, sent, blob.length, sent > 0);
  }

  private static HttpResponse<byte[]> chunk(
      String method, String path, byte[] blob, int from, int to, boolean range) throws IOException {
    byte[] part = Arrays.copyOfRange(blob, from, to);
    return range && from < to
        ? client.send(method, path, part, "Content-Range", from + "-" + (to - 1))
        : client.send(method, path, part);
  }

  @Test
  void aLastChunkOutOfOrderIsRefusedAndTheUploadGoesOn() throws IOException {
    byte[] blob = Images.bytes(3 * CHUNK, 7);
    String upload = checks.begin();
    String end = upload + "?digest=" + Images.digest(blob);
    assertThat(chunk("PATCH", upload, blob, 0, CHUNK, true).statusCode()).isEqualTo(202);
    var early = chunk("PUT", end, blob, 2 * CHUNK, 3 * CHUNK, true);
    assertThat(early.statusCode()).isEqualTo(416);
    assertThat(header(early, "Range")).isEqualTo("0-" + (CHUNK - 1));
    assertThat(chunk("PUT", end, blob, CHUNK, 3 * CHUNK, true).statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void takesABlobWithoutBytes(Algorithm algorithm) throws IOException {
    byte[] nothing = {};
    Digest digest = Digest.of(algorithm, nothing);
    assertThat(client.send("PUT", checks.begin() + "?digest=" + digest).statusCode())
        .isEqualTo(201);
    assertThat(push(Way.POST, digest, nothing).statusCode()).isEqualTo(201);
    checks.blob(BASE + "/blobs/" + digest, nothing);
    checks.goes(BASE + "/blobs/" + digest);
  }

  @Test
  void aMountThatDoesNotSayFromWhereOrOfNothingIsAnUpload() throws IOException {
    byte[] blob = Images.bytes(10, 8);
    Images.blob(client, REPO, blob);
    String there = "/v2/conformance/two/blobs/uploads/";
    String mount = there + "?mount=";
    for (String query : List.of("" + Images.digest(blob), digest("none") + "&from=" + REPO)) {
      var answer = client.send("POST", mount + query);
      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(header(answer, "Location")).startsWith(there);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=500-1499, 206, 500, 1500",
    "bytes=500-, 206, 500, 2048",
    "bytes=-500, 206, 1548, 2048",
    "bytes=2000-5000, 206, 2000, 2048",
    "bytes=500-0, 416, 0, 0",
    "bytes=5000-10000, 416, 0, 0"
  })
  void givesRanges(String range, int status, int from, int to) throws IOException {
    byte[] blob = Images.bytes(2_048, 9);
    Images.blob(client, REPO, blob);
    String path = BASE + "/blobs/" + Images.digest(blob);
    var answer = client.send("GET", path, new byte[0], "Range", range);
    assertThat(answer.statusCode()).isEqualTo(status);
    if (status == 206) {
      assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(blob, from, to));
      assertThat(header(answer, "Content-Length")).isEqualTo("" + (to - from));
      assertThat(header(answer, "Content-Range"))
          .isEqualTo("bytes %d-%d/2048".formatted(from, to - 1));
    }
  }
}
