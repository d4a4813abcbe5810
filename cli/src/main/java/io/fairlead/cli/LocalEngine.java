package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;

/** The container engine of this machine, by its API. */
final class LocalEngine implements AutoCloseable {
  private static final String SOCKET = "unix:///var/run/docker.sock";
  private static final int NOT_FOUND = 404;
  private static final int FIRST_ERROR = 400;

  /**
   * What proves to a registry who pushes. It is sent to the engine with the call and kept nowhere.
   */
  record Login(String user, String password) {
    private String header(String registry) {
      JsonObject login = new JsonObject();
      login.addProperty("username", user);
      login.addProperty("password", password);
      login.addProperty("serveraddress", registry);
      return Base64.getUrlEncoder().encodeToString(login.toString().getBytes(UTF_8));
    }

    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  private final String host;
  private final DockerHttpClient http;

  private LocalEngine(String host) {
    this.host = host;
    this.http = new ZerodepDockerHttpClient.Builder().dockerHost(URI.create(host)).build();
  }

  /** The one that DOCKER_HOST names, else that of the usual socket. */
  static LocalEngine find(Map<String, String> environment) {
    String named = environment.getOrDefault("DOCKER_HOST", "");
    return new LocalEngine(named.isEmpty() ? SOCKET : named);
  }

  /** Gives an image another name. */
  void tag(String image, String repository, String tag) {
    String path =
        "/images/%s/tag?repo=%s&tag=%s"
            .formatted(encoded(image), encoded(repository), encoded(tag));
    try (Response response = post(path, Map.of())) {
      refuse(response, image);
    }
  }

  /** Pushes an image, line by line of progress until it is there. */
  void push(String repository, String tag, Login login, Consumer<JsonObject> progress) {
    String registry = repository.substring(0, repository.indexOf('/'));
    String path = "/images/%s/push?tag=%s".formatted(repository, encoded(tag));
    try (Response response = post(path, Map.of("X-Registry-Auth", login.header(registry)))) {
      refuse(response, repository + ":" + tag);
      new BufferedReader(new InputStreamReader(response.getBody(), UTF_8))
          .lines()
          .filter(line -> !line.isBlank())
          .map(line -> JsonParser.parseString(line).getAsJsonObject())
          .forEach(progress);
    }
  }

  private Response post(String path, Map<String, String> headers) {
    try {
      return http.execute(
          Request.builder().method(Request.Method.POST).path(path).putAllHeaders(headers).build());
    } catch (RuntimeException e) {
      throw CommandFailure.failed(
          "no container engine answers at " + host + ": " + innermost(e).getMessage(),
          "Is it running? DOCKER_HOST names another.");
    }
  }

  private void refuse(Response response, String image) {
    if (response.getStatusCode() == NOT_FOUND) {
      throw CommandFailure.failed(
          "the engine at " + host + " has no image " + image, "See: docker images");
    }
    if (response.getStatusCode() >= FIRST_ERROR) {
      throw CommandFailure.failed("the engine refuses " + image + ": " + message(response), "");
    }
  }

  private static String message(Response response) {
    try {
      String body = new String(response.getBody().readAllBytes(), UTF_8);
      return JsonParser.parseString(body).getAsJsonObject().get("message").getAsString();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the engine's answer", e);
    } catch (JsonParseException | IllegalStateException noJson) {
      return "status " + response.getStatusCode();
    }
  }

  private static Throwable innermost(Throwable failure) {
    return failure.getCause() == null ? failure : innermost(failure.getCause());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the connection to " + host, e);
    }
  }
}
