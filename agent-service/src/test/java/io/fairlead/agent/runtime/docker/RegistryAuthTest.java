package io.fairlead.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fairlead.agent.config.ImagePullBehavior;
import io.fairlead.agent.config.RegistryLogins;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.ImageAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the engine is told when an image is pulled from a registry that asks who one is. */
class RegistryAuthTest {
  private static final RegistryLogins LOGINS =
      new RegistryLogins(Map.of("registry.example", new RegistryLogins.Login("bob", "s3cret")));

  private final Map<String, String> asked = new ConcurrentHashMap<>();
  private HttpServer server;
  private Engine engine;

  @BeforeEach
  void start() throws IOException {
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), /* backlog */ 0);
    server.createContext("/", this::answer);
    server.start();
    engine = new Engine("tcp://127.0.0.1:" + server.getAddress().getPort(), Duration.ofSeconds(5));
  }

  @AfterEach
  void stop() {
    engine.close();
    server.stop(0);
  }

  @Test
  void sendsTheLoginOfThatRegistry() {
    refused("registry.example/team/app:1");
    assertThat(asked.get("registry.example/team/app:1"))
        .contains("\"username\":\"bob\"")
        .contains("\"password\":\"s3cret\"");
  }

  @Test
  void sendsNoneToOthers() {
    refused("other.example/team/app:1");
    assertThat(asked.get("other.example/team/app:1")).doesNotContain("bob", "s3cret");
  }

  private void refused(String image) {
    assertThatThrownBy(
            () ->
                new Images(engine, ImageAccess.ANONYMOUS.after(LOGINS))
                    .ensure(image, ImagePullBehavior.ALWAYS))
        .isInstanceOf(EngineFailure.class)
        .hasMessageNotContaining("s3cret");
  }

  /** Notes who pulls, and refuses. */
  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().endsWith("/images/create")) {
      String header = exchange.getRequestHeaders().getFirst("X-Registry-Auth");
      String auth =
          header == null
              ? ""
              : new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8);
      asked.put(image(exchange.getRequestURI().getQuery()), auth);
    }
    byte[] body = "{\"message\":\"denied\"}".getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(500, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String image(String query) {
    return query.replaceFirst("^.*fromImage=([^&]*).*$", "$1");
  }
}
