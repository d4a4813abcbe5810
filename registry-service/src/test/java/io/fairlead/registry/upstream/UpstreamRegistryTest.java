package io.fairlead.registry.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fairlead.registry.names.RepositoryName;
import io.fairlead.registry.upstream.UpstreamRegistry.Fetched;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that sends elsewhere, to good and to bad. */
final class UpstreamRegistryTest {
  private static final RepositoryName NAME = RepositoryName.parse("team/web").orElseThrow();

  private final UpstreamRegistry upstream = new UpstreamRegistry();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/kept",
        exchange ->
            answer(
                exchange, exchange.getRequestHeaders().containsKey("Authorization") ? 400 : 200));
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, 2);
    exchange.getResponseBody().write("{}".getBytes(UTF_8));
    exchange.close();
  }

  private void onBlobs(int status, Map<String, String> headers) {
    server.createContext(
        "/v2/team/web/blobs/x",
        exchange -> {
          headers.forEach(exchange.getResponseHeaders()::set);
          answer(exchange, status);
        });
  }

  private Optional<Fetched> get() throws IOException {
    UpstreamUrl url = ((UpstreamUrl.Reading.Read) UpstreamUrl.read(base())).url();
    return upstream.get(url, NAME, "blobs/x", "*/*");
  }

  @Test
  void goesWhereItIsSent() throws IOException {
    onBlobs(307, Map.of("Location", "/kept"));
    try (Fetched fetched = get().orElseThrow()) {
      assertThat(fetched.body().readAllBytes()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://169.254.169.254/latest/", "https://[fe80::1]/", "ftp://127.0.0.1/"})
  void doesNotGoWhereNobodyMaySend(String location) {
    onBlobs(307, Map.of("Location", location));
    assertThatThrownBy(this::get).isInstanceOf(IOException.class).hasMessageContaining("sends to");
  }

  @Test
  void whatIsNoAddressIsTheOtherRegistrysFault() {
    onBlobs(307, Map.of("Location", "http://a b/"));
    assertThatThrownBy(this::get).isInstanceOf(IOException.class).hasMessageContaining("none");
  }

  @Test
  void aTokenThatIsNoneIsNotRepeated() {
    onBlobs(401, Map.of("WWW-Authenticate", "Bearer realm=\"" + base() + "/token\""));
    server.createContext(
        "/token",
        exchange -> {
          byte[] body = "{\"token\":\"secret\\nX: y\"}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    assertThatThrownBy(this::get)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none")
        .hasMessageNotContaining("secret");
  }
}
