package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  private final StringWriter errors = new StringWriter();
  private final CommandLine line = Fairlead.commandLine().setErr(new PrintWriter(errors, true));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api",
        "audit",
        "chaos",
        "clusters",
        "demo",
        "env",
        "events",
        "exec",
        "explain",
        "images",
        "instances",
        "logs",
        "ps",
        "register",
        "run",
        "service"
      })
  void everyCommandTellsHowItIsUsed(String name) {
    CommandLine command = line.getSubcommands().get(name);

    assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF))
        .contains("Usage: fairlead " + name)
        .contains("-h, --help");
  }

  @Test
  void refusesWhatItDoesNotKnowAsWrongUsage() {
    assertThat(line.execute("ps", "--colour")).isEqualTo(ExitCode.USAGE.number());
    assertThat(errors.toString()).contains("--colour");
  }

  @Test
  void leavesFilesOfJsonToTheCommand(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("input.json"), "{\"max\": [ 1 ]}");

    line.parseArgs("api", "ListClusters", "@" + file);
    ApiCommand api = line.getSubcommands().get("api").getCommand();
    assertThat(api.input).isEqualTo("@" + file);
    assertThat(JsonInput.read(api.input)).asString().contains("[ 1 ]");
  }

  @Test
  void refusesASpanThatIsNone() {
    assertThat(line.execute("events", "--since", "yesterday")).isEqualTo(2);
    assertThat(errors.toString()).contains("expected a span such as 90s, 10m, 2h or 1d");
  }

  @Test
  void readsSpans() {
    assertThat(Ago.parse("90s").duration()).isEqualTo(Duration.ofSeconds(90));
    assertThat(Ago.parse("2h").duration()).isEqualTo(Duration.ofHours(2));
    assertThat(Ago.parse("1d").duration()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void laysColumnsOutByTheirWidestCell() {
    Table table = new Table("A", "LONG HEADING");
    table.row("wide cell", "x");

    assertThat(table.lines()).containsExactly("A          LONG HEADING", "wide cell  x");
  }

  @Test
  void findsOperationsHoweverTheyAreWritten() {
    assertThat(ApiJson.operation("run-task").orElseThrow().name()).isEqualTo("RunTask");
    assertThat(ApiJson.operation("RunTask")).isPresent();
    assertThat(ApiJson.operation("FlyToTheMoon")).isEmpty();
    assertThat(ApiJson.operation("put-image").orElseThrow().grpcName())
        .isEqualTo("fairlead.ecr.v1.ECR/PutImage");
    assertThat(ApiJson.operation("TagResource").orElseThrow().grpcName()).contains("ecs");
    assertThat(ApiJson.operation("ecr:TagResource").orElseThrow().grpcName()).contains("ecr");
    assertThat(ApiJson.operations()).contains("RunTask", "ecr:TagResource");
  }
}
