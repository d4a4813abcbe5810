package io.fairlead.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that stops closes its connections, also those that it has just answered on. */
final class StopIT {
  private static final int STOPS = 10;
  private static final int PATIENCE_MILLIS = 20_000;

  @TempDir Path home;

  @Test
  void nobodyIsLeftWaiting() throws IOException {
    try (TestRegistry registry = new TestRegistry(home)) {
      for (int i = 0; i < STOPS; i++) {
        try (Socket client = new Socket(registry.uri().getHost(), registry.uri().getPort());
            Socket idle = new Socket(registry.uri().getHost(), registry.uri().getPort())) {
          ask(client);
          ask(idle);
          registry.stop();
          assertThat(restOf(client)).isEqualTo(-1);
          assertThat(restOf(idle)).isEqualTo(-1);
        }
        registry.restart();
      }
    }
  }

  private static void ask(Socket client) throws IOException {
    client.setSoTimeout(PATIENCE_MILLIS);
    client
        .getOutputStream()
        .write("GET /v2/ HTTP/1.1\r\nHost: registry\r\n\r\n".getBytes(US_ASCII));
    assertThat(client.getInputStream().read()).isEqualTo('H');
  }

  /** Reads to the end; what is broken off has ended, too. */
  private static int restOf(Socket client) throws IOException {
    try {
      client.getInputStream().readAllBytes();
      return client.getInputStream().read();
    } catch (java.net.SocketException reset) {
      return -1;
    }
  }
}
