package io.fairlead.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.testkit.RequiresEngine;
import io.fairlead.testkit.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Docker's own command line and engine against the registry. */
@RequiresEngine
final class EngineDockerIT {
  @TempDir Path home;
  private TestRegistry registry;

  private void start(boolean tls) throws IOException {
    registry =
        new TestRegistry(
            home.resolve("registry"),
            tls ? Map.of("certificateAuthority", home.resolve("ca").toString()) : Map.of());
  }

  @AfterEach
  void end() throws Exception {
    registry.close();
  }

  /** An engine takes any certificate of loopback; whether it is right is what skopeo looks at. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pushesRemovesPullsAndRunsAnImage(boolean tls) throws Exception {
    start(tls);
    String image = registry.address() + "/team/web:1";
    assertThat(docker("login", "-u", StubGateway.USER, "-p", "wrong".repeat(8), registry.address()))
        .contains("unauthorized");
    assertThat(
            docker("login", "-u", StubGateway.USER, "-p", StubGateway.SECRET, registry.address()))
        .contains("Login Succeeded");
    docker("tag", TestImage.NAME, image);
    try {
      assertThat(docker("push", image)).contains("1: digest: sha256:");
      docker("image", "rm", image);
      assertThat(docker("pull", image)).contains("Downloaded newer image");
      assertThat(docker("run", "--rm", "--label", "io.fairlead.test=1", image, "echo", "hello"))
          .contains("hello");
      registry.restart();
      assertThat(docker("push", image)).contains("Layer already exists");
    } finally {
      docker("image", "rm", "-f", image);
    }
  }

  @Test
  void oneWhoIsNotSignedInGetsNothing() throws Exception {
    start(false);
    String image = registry.address() + "/team/web:1";
    docker("tag", TestImage.NAME, image);
    try {
      assertThat(docker("push", image)).contains("unauthorized");
      assertThat(docker("pull", registry.address() + "/team/other:1")).contains("unauthorized");
    } finally {
      docker("image", "rm", "-f", image);
    }
  }

  /** Runs a command with a configuration of its own; what it says on both outputs. */
  private String docker(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("DOCKER_CONFIG", home.resolve("docker").toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return said;
  }
}
