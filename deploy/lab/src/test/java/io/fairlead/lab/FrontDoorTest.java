package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The {@code fairlead} script where nothing runs: exit codes, refusals, and what it leaves alone.
 */
class FrontDoorTest {
  @TempDir Path folder;

  private Script.Outcome fairlead(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(Script.ROOT.resolve("fairlead").toString()));
    command.addAll(List.of(words));
    return new Script(folder)
        .run(
            Map.of(
                "FAIRLEAD_HOME", home().toString(), "JAVA_HOME", System.getProperty("java.home")),
            command);
  }

  private Path home() {
    return folder.resolve("home");
  }

  @ParameterizedTest
  @CsvSource({
    "--port,         needs a value",
    "--port ten,     needs a number",
    "--port=80,      must lie between 1024 and 32000",
    "--instances -1, needs a number",
    "--what,         does not know --what"
  })
  void upRefusesWhatItDoesNotUnderstand(String flags, String why) throws Exception {
    List<String> words = new ArrayList<>(List.of("up"));
    words.addAll(List.of(flags.split(" ")));

    Script.Outcome outcome = fairlead(words.toArray(String[]::new));

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.output()).contains(why);
    assertThat(home()).doesNotExist();
  }

  @Test
  void statusAndDownSayThatNothingRuns() throws Exception {
    assertThat(fairlead("status").exit()).isEqualTo(3);
    assertThat(fairlead("down")).isEqualTo(new Script.Outcome(0, "Fairlead is not running.\n"));
  }

  @Test
  void anotherProcessUnderTheSameIdIsNotTakenForTheLab() throws Exception {
    Files.createDirectories(home().resolve("run"));
    Files.writeString(home().resolve("run/lab.pid"), ProcessHandle.current().pid() + "\n");

    assertThat(fairlead("down").output()).isEqualTo("Fairlead is not running.\n");
    assertThat(fairlead("status").exit()).isEqualTo(3);
  }

  @Test
  void resetDeletesAnInstallationAndNothingElse() throws Exception {
    Path letters = Files.createDirectories(home()).resolve("letters");
    Files.writeString(letters, "dear");
    assertThat(fairlead("reset", "--yes").exit()).isEqualTo(1);
    assertThat(letters).exists();

    Files.createDirectory(home().resolve("run"));
    assertThat(fairlead("reset").exit()).as("nobody can be asked").isEqualTo(2);
    assertThat(letters).exists();

    assertThat(fairlead("reset", "--yes").exit()).isZero();
    assertThat(home()).doesNotExist();
  }
}
