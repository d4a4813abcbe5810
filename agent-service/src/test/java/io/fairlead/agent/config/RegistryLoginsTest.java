package io.fairlead.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryLoginsTest {
  private static final String SECRET = "s3cr:et";
  private static final String AUTH =
      Base64.getEncoder().encodeToString(("bob:" + SECRET).getBytes(StandardCharsets.UTF_8));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          registry.example/team/app:1       | registry.example
          registry.example:5000/app         | registry.example:5000
          localhost/app                     | localhost
          app                               | docker.io
          team/app@sha256:00                | docker.io
          docker.io/team/app                | docker.io
          """)
  void findsTheLoginByTheImagesRegistry(String image, String registry) {
    RegistryLogins logins = read("docker", "{\"%s\": %s}".formatted(registry, named("bob")));
    assertThat(logins.of(image)).contains(new RegistryLogins.Login("bob", SECRET));
    assertThat(read("docker", "{\"other.example\": %s}".formatted(named("bob"))).of(image))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://index.docker.io/v1/",
        "index.docker.io",
        "https://registry-1.docker.io",
        "docker.io"
      })
  void knowsDockerHubByAllItsNames(String name) {
    assertThat(read("docker", "{\"%s\": %s}".formatted(name, named("bob"))).of("app")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"registry.example\": {\"auth\": \"%s\", \"email\": \"b@x\"}}",
        "{\"auths\": {\"https://registry.example/v2/\": {\"auth\": \"%s\"}}}"
      })
  void readsTheEnginesOwnFile(String file) {
    assertThat(read("dockercfg", file.formatted(AUTH)).of("registry.example/app"))
        .contains(new RegistryLogins.Login("bob", SECRET));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dockercfg | {"r.example": {"username": "bob", "password": "s3cr:et"}}
          dockercfg | {"r.example": {"auth": "s3cr:et"}}
          dockercfg | {"r.example": {"auth": "czNjcjplZg"}}}, s3cr:et
          docker    | {"r.example": {"username": "s3cr:et"}}
          docker    | {"r.example": "s3cr:et"}
          docker    | s3cr:et
          docker    | ["s3cr:et"]
          docker    |
          """)
  void refusesWhatItCannotReadWithoutShowingIt(String type, String data) {
    assertThatThrownBy(() -> read(type, data == null ? "" : data))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("ECS_ENGINE_AUTH_DATA=(not shown): expected ")
        .hasMessageNotContaining("s3cr")
        .hasNoCause();
  }

  @Test
  void wantsATypeThatItKnows() {
    assertThatThrownBy(() -> read("", "{}")).hasMessageStartingWith("ECS_ENGINE_AUTH_TYPE=");
    assertThatThrownBy(() -> read("ecr", "{}"))
        .hasMessage("ECS_ENGINE_AUTH_TYPE=ecr: expected one of [dockercfg, docker]");
  }

  @Test
  void showsNoSecretInAnyText() {
    AgentConfig config =
        AgentConfig.read(
            Map.of(
                "ECS_ENGINE_AUTH_TYPE",
                "dockercfg",
                "ECS_ENGINE_AUTH_DATA",
                "{\"registry.example\": {\"auth\": \"%s\"}}".formatted(AUTH)));
    assertThat(config.toString())
        .contains("registry.example=Login[username=bob]")
        .doesNotContain(SECRET)
        .doesNotContain(AUTH);
  }

  private static String named(String user) {
    return "{\"username\": \"%s\", \"password\": \"%s\"}".formatted(user, SECRET);
  }

  private static RegistryLogins read(String type, String data) {
    return AgentConfig.read(Map.of("ECS_ENGINE_AUTH_TYPE", type, "ECS_ENGINE_AUTH_DATA", data))
        .tasks()
        .logins();
  }
}
