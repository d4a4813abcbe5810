package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path home;

  @Test
  void takesTheEnvironmentFirst() {
    Map<String, String> environment = Map.of("FAIRLEAD_GRPC", "far:1", "FAIRLEAD_TOKEN", "t");

    assertThat(Access.find(environment, new Installation(home), CLOCK))
        .isEqualTo(new Access("far:1", "t"));
  }

  @Test
  void findsTheInstallationOfItsHome() throws IOException {
    running();
    credentials();

    Access access = Access.find(Map.of(), new Installation(home), CLOCK);

    assertThat(access.address()).isEqualTo("127.0.0.1:7431");
    assertThat(access.token()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
  }

  @Test
  void saysThatNothingRuns() {
    assertThatThrownBy(() -> Access.find(Map.of(), new Installation(home), CLOCK))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ExitCode.UNREACHABLE);
              assertThat(failure.next()).contains("fairlead up");
            });
  }

  @Test
  void saysThatThereIsNoKey() throws IOException {
    running();

    assertThatThrownBy(() -> Access.find(Map.of(), new Installation(home), CLOCK))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(ExitCode.NOT_ALLOWED));
  }

  private void running() throws IOException {
    Files.createDirectories(home.resolve("run"));
    Files.writeString(home.resolve("run").resolve("ready"), "grpc=127.0.0.1:7431\n");
  }

  private void credentials() throws IOException {
    Files.writeString(
        home.resolve("credentials"),
        """
        [default]
        aws_access_key_id = AKIDEXAMPLE
        aws_secret_access_key = 0123456789012345678901234567890123456789
        """);
  }
}
