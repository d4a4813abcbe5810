package io.fairlead.agent.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who the agent is to private registries: ECS_ENGINE_AUTH_TYPE and ECS_ENGINE_AUTH_DATA. No text
 * made of it, exceptions included, contains a secret.
 *
 * @param byHost logins by the registry's host, with its port where one is given
 */
public record RegistryLogins(Map<String, Login> byHost) {
  /** None at all. */
  public static final RegistryLogins NONE = new RegistryLogins(Map.of());

  static final String DOCKER_HUB = "docker.io";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  public RegistryLogins {
    byHost = Map.copyOf(byHost);
  }

  /** A name and its secret. */
  public record Login(String username, String password) {
    @Override
    public String toString() {
      return "Login[username=" + username + "]";
    }
  }

  /** How the data are written. */
  enum Form {
    /** As in the engine's own file: {@code {"registry": {"auth": base64 of name:secret}}}. */
    DOCKERCFG,
    /** In clear: {@code {"registry": {"username": ..., "password": ...}}}. */
    DOCKER
  }

  /** The login for the registry that an image comes from; empty where there is none. */
  public Optional<Login> of(String image) {
    return Optional.ofNullable(
        byHost.get(registry(image).map(RegistryLogins::host).orElse(DOCKER_HUB)));
  }

  /** The registry that an image's name begins with; empty for one that means Docker Hub. */
  public static Optional<String> registry(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    boolean names = first.contains(".") || first.contains(":") || first.equals("localhost");
    return names ? Optional.of(first) : Optional.empty();
  }

  static RegistryLogins read(Settings settings) {
    Optional<String> type = settings.text(Variables.ENGINE_AUTH_TYPE);
    Optional<String> data = settings.text(Variables.ENGINE_AUTH_DATA);
    if (type.isEmpty() && data.isEmpty()) {
      return NONE;
    }
    if (type.isEmpty()) {
      throw new InvalidSetting(Variables.ENGINE_AUTH_TYPE, "", "expected dockercfg or docker");
    }
    Form form = settings.choice(Variables.ENGINE_AUTH_TYPE, Form.class, Form.DOCKERCFG);
    JsonNode registries = registries(data.orElse(""));
    Map<String, Login> logins = new LinkedHashMap<>();
    registries.properties().forEach(entry -> logins.put(host(entry.getKey()), login(form, entry)));
    return new RegistryLogins(logins);
  }

  /** The engine's newer file has all of it under {@code auths}. */
  private static JsonNode registries(String data) {
    try {
      JsonNode all = JSON.readTree(data);
      JsonNode registries = all.path("auths").isObject() ? all.path("auths") : all;
      if (registries.isObject()) {
        return registries;
      }
    } catch (JsonProcessingException _) {
      // Its message would show the text.
    }
    throw refused("expected a JSON object with a member for each registry");
  }

  private static Login login(Form form, Map.Entry<String, JsonNode> entry) {
    Optional<Login> login =
        switch (form) {
          case DOCKERCFG -> decoded(entry.getValue().path("auth").asText(""));
          case DOCKER ->
              login(
                  entry.getValue().path("username").asText(""),
                  entry.getValue().path("password").asText(""));
        };
    return login.orElseThrow(
        () ->
            refused(
                switch (form) {
                      case DOCKERCFG -> "expected auth, the base64 of name:secret, in the member ";
                      case DOCKER -> "expected username and password in the member ";
                    }
                    + entry.getKey()));
  }

  private static Optional<Login> decoded(String auth) {
    try {
      String[] parts =
          new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8).split(":", 2);
      return parts.length == 2 ? login(parts[0], parts[1]) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<Login> login(String username, String password) {
    return username.isEmpty() || password.isEmpty()
        ? Optional.empty()
        : Optional.of(new Login(username, password));
  }

  private static InvalidSetting refused(String expected) {
    return new InvalidSetting(Variables.ENGINE_AUTH_DATA, "(not shown)", expected);
  }

  /** Registries are also written as addresses, and Docker Hub has several names. */
  private static String host(String registry) {
    String host = registry.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    return host.equals("index.docker.io") || host.equals("registry-1.docker.io")
        ? DOCKER_HUB
        : host;
  }
}
