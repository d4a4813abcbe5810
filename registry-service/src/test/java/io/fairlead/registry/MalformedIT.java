package io.fairlead.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that make no sense get an answer below 500 or none, and do no harm. */
final class MalformedIT {
  /** A build makes fewer than {@code -Dfairlead.registry.malformed-requests=100000}. */
  private static final int REQUESTS =
      Integer.getInteger("fairlead.registry.malformed-requests", 3_000);

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "X");
  private static final List<String> PARTS =
      List.of(
          "v2",
          "a",
          "blobs",
          "uploads",
          "manifests",
          "tags",
          "list",
          "referrers",
          "..",
          ".",
          "",
          "%2e%2e",
          "%00",
          "%",
          "%zz",
          "%ff",
          "sha256:" + "0".repeat(64),
          "sha256:",
          "A",
          "token",
          "\\",
          "a".repeat(300),
          "00000000-0000-0000-0000-000000000000",
          ":",
          "é",
          "a+b",
          "*");
  private static final List<String> QUERIES =
      List.of(
          "",
          "?",
          "?n=x",
          "?n=-1",
          "?n=99999999999",
          "?digest=x",
          "?digest=sha256:%00",
          "?%zz",
          "?mount=sha256:x&from=..",
          "?last=%00",
          "?artifactType=%00",
          "?scope=%00",
          "?&&==&");
  private static final List<String> HEADERS =
      List.of(
          "Content-Length: -1",
          "Content-Length: x",
          "Content-Length: 5",
          "Content-Range: 5-1",
          "Content-Range: x",
          "Range: bytes=-",
          "Range: bytes=5-1",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: x",
          "Content-Type: \u0001",
          "Content-Type: application/json",
          "Expect: 100-continue",
          "Connection: close",
          "X",
          ": x",
          "Authorization: Basic x");

  @TempDir Path home;
  private TestRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = new TestRegistry(home.resolve("registry"));
  }

  @AfterEach
  void end() {
    registry.close();
  }

  @Test
  void neverFail() throws IOException {
    Random random = new Random(4);
    for (int i = 0; i < REQUESTS; i++) {
      String request = request(random);
      String answer = send(request);
      if (!answer.isEmpty()) {
        assertThat(answer).as(request).startsWith("HTTP/1.");
        assertThat(answer.charAt(9)).as(request + answer).isIn('1', '2', '4');
      }
    }
    try (var files = Files.list(home)) {
      assertThat(files.map(it -> it.getFileName().toString())).containsExactly("registry");
    }
    try (Client client = Client.user(registry.uri())) {
      assertThat(client.send("GET", "/v2/").statusCode()).isEqualTo(200);
    }
  }

  private static String request(Random random) {
    StringBuilder path = new StringBuilder(random.nextInt(4) == 0 ? "" : "/v2");
    for (int i = random.nextInt(6); i > 0; i--) {
      path.append('/').append(pick(PARTS, random));
    }
    StringBuilder text = new StringBuilder();
    text.append(pick(METHODS, random)).append(' ').append(path).append(pick(QUERIES, random));
    text.append(" HTTP/1.1\r\nHost: x\r\n");
    if (random.nextInt(10) > 0) {
      text.append("Authorization: ")
          .append(Client.basic(StubGateway.USER, StubGateway.SECRET))
          .append("\r\n");
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(pick(HEADERS, random)).append("\r\n");
    }
    text.append("\r\n");
    byte[] body = new byte[random.nextInt(20)];
    random.nextBytes(body);
    return text + new String(body, ISO_8859_1);
  }

  private static String pick(List<String> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  /** Sends all and says so, then reads until the other side closes. */
  private String send(String request) throws IOException {
    String[] address = registry.address().split(":", 2);
    try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (java.net.SocketException reset) {
      return "";
    }
  }
}
