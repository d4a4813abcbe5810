package io.fairlead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The aws command line against the gateway, where the machine has it. */
final class AwsCliIT {
  private static StubScheduler scheduler;
  private static TestGateway gateway;

  private record Outcome(int exit, String text) {}

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    assumeTrue(installed(), "SKIPPED: there is no aws command on this machine");
    scheduler = new StubScheduler(0);
    gateway = new TestGateway(home, List.of(scheduler.address()));
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
      scheduler.close();
    }
  }

  private static boolean installed() throws InterruptedException {
    try {
      return new ProcessBuilder("aws", "--version").redirectErrorStream(true).start().waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Outcome aws(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("aws", "ecs"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("AWS_ENDPOINT_URL", gateway.endpoint().toString());
    builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", gateway.credentialsFile().toString());
    builder.environment().put("AWS_CONFIG_FILE", gateway.credentialsFile().toString());
    builder.environment().put("AWS_MAX_ATTEMPTS", "1");
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), text);
  }

  @Test
  void runsATaskWithTheCredentialsFileAlone() throws Exception {
    Outcome outcome =
        aws("run-task", "--task-definition", "web:1", "--query", "tasks[0].lastStatus");

    assertThat(outcome).isEqualTo(new Outcome(0, "\"PROVISIONING\"\n"));
  }

  @Test
  void showsErrorsByName() throws Exception {
    Outcome outcome = aws("create-cluster", "--cluster-name", "x");

    assertThat(outcome.exit()).isNotZero();
    assertThat(outcome.text()).contains("(ClusterNotFoundException)", "no \"x\"");
  }
}
