package io.fairlead.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.registry.access.Principal;
import io.fairlead.registry.access.Tokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, with which token, and how far. */
final class AccessIT {
  private static final byte[] LAYER = Images.bytes(1_000, 3);

  @TempDir static Path home;
  private static TestRegistry registry;

  @BeforeAll
  static void start() throws IOException {
    registry = new TestRegistry(home);
    try (Client user = Client.user(registry.uri())) {
      Images.blob(user, "team/secret", LAYER);
      Images.blob(user, "team/web", "{}".getBytes(UTF_8));
      Images.put(user, "team/web", "v1", Images.manifest("{}".getBytes(UTF_8)));
    }
  }

  @AfterAll
  static void end() {
    registry.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v2/, ''",
    "GET, /v2/team/web/manifests/v1, repository:team/web:pull",
    "GET, /v2/team/none/manifests/v1, repository:team/none:pull",
    "POST, /v2/team/web/blobs/uploads/, 'repository:team/web:pull,push'",
    "POST, /v2/team/web/blobs/uploads/?mount=x&from=team/secret, 'repository:team/web:pull,push repository:team/secret:pull'",
    "POST, /v2/team/web/blobs/uploads/?mount=x&from=../secret, 'repository:team/web:pull,push'",
    "PUT, /v2/team/web/manifests/v2, 'repository:team/web:pull,push'",
    "DELETE, /v2/team/web/manifests/v1, repository:team/web:delete"
  })
  void tellsAStrangerTheWay(String method, String path, String scope) throws IOException {
    try (Client nobody = new Client(registry.uri(), "")) {
      var answer = nobody.send(method, path);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .contains(
              "Bearer realm=\"http://%1$s/token\",service=\"%1$s\"".formatted(registry.address())
                  + (scope.isEmpty() ? "" : ",scope=\"" + scope + "\""));
      assertThat(new String(answer.body(), UTF_8)).contains("UNAUTHORIZED");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pull, 200, 401, 401",
    "'pull,push', 200, 201, 401",
    "push, 401, 201, 401",
    "delete, 401, 401, 404",
    "*, 200, 201, 404"
  })
  void aTokenIsGoodForItsScope(String actions, int pull, int push, int delete) throws IOException {
    String token = token(StubGateway.USER, StubGateway.SECRET, "repository:team/web:" + actions);
    try (Client bearer = new Client(registry.uri(), "Bearer " + token)) {
      assertThat(bearer.send("GET", "/v2/").statusCode()).isEqualTo(200);
      assertThat(bearer.send("GET", "/v2/team/web/manifests/v1").statusCode()).isEqualTo(pull);
      assertThat(Images.blob(bearer, "team/web", LAYER).statusCode()).isEqualTo(push);
      assertThat(bearer.send("DELETE", "/v2/team/web/manifests/none").statusCode())
          .isEqualTo(delete);
      assertThat(bearer.send("GET", "/v2/team/secret/tags/list").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void mountsOnlyFromWhereItMayPull() throws IOException {
    String mount = "/v2/team/thief/blobs/uploads/?from=team/secret&mount=" + Images.digest(LAYER);
    String own = "repository:team/thief:pull,push";
    try (Client thief = bearer(own);
        Client friend = bearer(own + " repository:team/secret:pull")) {
      assertThat(thief.send("POST", mount).statusCode()).isEqualTo(202);
      assertThat(thief.send("HEAD", "/v2/team/thief/blobs/" + Images.digest(LAYER)).statusCode())
          .isEqualTo(404);
      assertThat(friend.send("POST", mount).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void anInstanceOnlyPulls() throws IOException {
    String all = "repository:team/web:pull,push,delete";
    String token = token(StubGateway.INSTANCE, StubGateway.SECRET, all);
    String basic = Client.basic(StubGateway.INSTANCE, StubGateway.SECRET);
    try (Client bearer = new Client(registry.uri(), "Bearer " + token);
        Client direct = new Client(registry.uri(), basic)) {
      assertThat(bearer.send("GET", "/v2/team/web/manifests/v1").statusCode()).isEqualTo(200);
      assertThat(bearer.send("POST", "/v2/team/web/blobs/uploads/").statusCode()).isEqualTo(401);
      assertThat(direct.send("GET", "/v2/team/web/manifests/v1").statusCode()).isEqualTo(200);
      assertThat(direct.send("POST", "/v2/team/web/blobs/uploads/").statusCode()).isEqualTo(403);
      assertThat(direct.send("DELETE", "/v2/team/web/manifests/v1").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void userAwsSignsInWithAToken() throws IOException {
    byte[] secret = Files.readAllBytes(home.resolve("token-secret"));
    Tokens tokens = new Tokens(secret, InstantSource.system());
    String password = tokens.signIn(new Principal.User(StubGateway.USER));
    assertThat(token("AWS", password, "repository:team/web:pull")).isNotEmpty();
    assertThat(ask("AWS", password + "x", "").statusCode()).isEqualTo(401);
    assertThat(
            ask("AWS", tokens.access(new Principal.User("x"), java.util.List.of()), "")
                .statusCode())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic eDp5",
        "Basic Og==",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer a.b.c",
        "Digest x",
        "Basic QUtJQVVTRVIwMDAwMDAwMDAwMDA6d3Jvbmd3cm9uZ3dyb25nd3Jvbmd3cm9uZ3dyb25nd3Jvbmc="
      })
  void nothingElseOpens(String authorization) throws IOException {
    try (Client client = new Client(registry.uri(), authorization)) {
      for (String path : java.util.List.of("/v2/", "/v2/team/web/tags/list", "/token")) {
        assertThat(client.send("GET", path).statusCode()).isEqualTo(401);
      }
    }
  }

  @Test
  void asksTheGatewayOnceInAWhile() throws IOException {
    try (Client user = Client.user(registry.uri())) {
      user.send("GET", "/v2/");
      int before = registry.gateway.calls.get();
      for (int i = 0; i < 20; i++) {
        assertThat(user.send("GET", "/v2/").statusCode()).isEqualTo(200);
      }
      assertThat(registry.gateway.calls.get()).isEqualTo(before);
    }
  }

  private static Client bearer(String scope) throws IOException {
    String token = token(StubGateway.USER, StubGateway.SECRET, scope);
    return new Client(registry.uri(), "Bearer " + token);
  }

  private static String token(String user, String password, String scope) throws IOException {
    var answer = ask(user, password, scope);
    assertThat(answer.statusCode()).isEqualTo(200);
    var json = new ObjectMapper().readTree(answer.body());
    assertThat(json.get("expires_in").asInt()).isEqualTo(300);
    return json.get("token").textValue();
  }

  private static HttpResponse<byte[]> ask(String user, String password, String scope)
      throws IOException {
    try (Client client = new Client(registry.uri(), Client.basic(user, password))) {
      return client.send(
          "GET", "/token?service=x&scope=" + scope.replace(" ", "+").replace(":", "%3A"));
    }
  }
}
