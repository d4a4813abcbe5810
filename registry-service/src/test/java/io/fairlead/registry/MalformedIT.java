package io.fairlead.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that make no sense get an answer below 500 or none, and do no harm. */
final class MalformedIT {
  /** As many as {@code deploy/bench/malformed} asks for; a build makes few. */
  private static final int REQUESTS =
      Integer.getInteger("fairlead.registry.malformed-requests", 3_000);

  private static final long SEED = Long.getLong("fairlead.registry.malformed-seed", 4);

  @TempDir Path home;
  private TestRegistry registry;
  private Client client;

  @BeforeEach
  void start() throws IOException {
    registry = new TestRegistry(home.resolve("registry"));
    client = Client.user(registry.uri());
  }

  @AfterEach
  void end() {
    client.close();
    registry.close();
  }

  @Test
  void neverFail() throws IOException {
    Images.blob(client, MalformedRequests.REPOSITORY, MalformedRequests.CONFIG);
    MalformedRequests requests = new MalformedRequests(SEED);
    Map<String, Integer> answers = new TreeMap<>();
    for (int i = 0; i < REQUESTS; i++) {
      String request = requests.next();
      String answer = send(request);
      if (!answer.isEmpty()) {
        assertThat(answer).as(request).startsWith("HTTP/1.");
        assertThat(answer.charAt(9)).as("seed %d: %s%s", SEED, request, answer).isIn('1', '2', '4');
      }
      answers.merge(answer.isEmpty() ? "none" : answer.charAt(9) + "xx", 1, Integer::sum);
    }
    System.out.printf("malformed requests=%d seed=%d answers=%s%n", REQUESTS, SEED, answers);
    try (var files = Files.list(home)) {
      assertThat(files.map(it -> it.getFileName().toString())).containsExactly("registry");
    }
    assertThat(client.send("GET", "/v2/").statusCode()).isEqualTo(200);
  }

  /** Sends all and says so, then reads until the other side closes. Leaves no port in use. */
  private String send(String request) throws IOException {
    String[] address = registry.address().split(":", 2);
    try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
      socket.setSoTimeout(20_000);
      try {
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      } catch (SocketException reset) {
        return "";
      } finally {
        socket.setSoLinger(true, 0);
      }
    }
  }
}
