package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.testkit.FastFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios that come with Fairlead, on simulated instances and with a short lease. */
class ScenariosIT {
  static final Path FOLDER = Script.ROOT.resolve("deploy").resolve("scenarios");
  private static final String LEASE = "fairlead.scheduler.lease";

  @TempDir(factory = FastFolder.class)
  static Path folder;

  private static TestLab lab;

  @BeforeAll
  static void start() throws Exception {
    System.setProperty(LEASE, "4s");
    try {
      lab = TestLab.simulated(folder, 4);
    } finally {
      System.clearProperty(LEASE);
    }
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  /** Those that need no control plane of several processes. */
  private static List<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(it -> !it.endsWith("control-plane-processes.yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void passes(Path file) throws Exception {
    Path report = folder.resolve("report-" + file.getFileName());

    Script.Outcome outcome =
        lab.fairlead("chaos", "run", file.toString(), "--seed", "7", "--report", report.toString());

    System.out.println(outcome.output());
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(Files.readString(report.resolve("report.html"))).contains("class=\"passed\"");
    assertThat(lab.fairlead("service", "ls").output().lines()).as("left over").hasSize(1);
  }

  @Test
  void loadIsHeldAndCleanedUp() throws Exception {
    Script.Outcome outcome =
        lab.fairlead("load", "--rate", "20", "--for", "3s", "--mix", "churn=3,scale=1,read=6");

    assertThat(outcome.output())
        .containsPattern("all +60 +0 ")
        .contains("The rate was held: 20.0/s answered of 20.0/s asked.");
    assertThat(outcome.exit()).isZero();
    assertThat(lab.fairlead("service", "ls").output().lines()).as("left over").hasSize(1);
  }

  @Test
  void whatIsNotMetIsSaidAndFails() throws Exception {
    Path file = folder.resolve("hopeless.yaml");
    Files.writeString(
        file,
        """
        name: Hopeless
        for: 3s
        services: [{name: web, desiredCount: 4, labels: {io.fairlead.simulated.start-time: PT4S}}]
        faults: [{at: 1s, fault: container-kill, target: "instance:1"}]
        expect: {recoveredWithin: 1s, settledWithin: 1s}
        """);

    Script.Outcome outcome =
        lab.fairlead("chaos", "run", file.toString(), "--report", folder.resolve("r").toString());

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.output())
        .contains("MISSED  all as it should be within 1.0 s of the end: not in time")
        .contains("Hopeless with seed 1 FAILED.");
  }

  @Test
  void saysWhatTheLabCannotDoBeforeItBegins() throws Exception {
    Path file = folder.resolve("impossible.yaml");
    Files.writeString(
        file,
        """
        name: Impossible
        for: 3s
        services: [{name: web}]
        faults: [{at: 1s, fault: kill, target: kafka}]
        """);

    Script.Outcome outcome = lab.fairlead("chaos", "run", file.toString());

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.output())
        .isEqualTo(
            "fairlead: kafka runs within the lab's process and cannot be harmed alone;"
                + " start the lab with --processes\n");
  }

  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    Path file = folder.resolve("wrong.yaml");
    Files.writeString(file, "name: x\nfor: 3s\nservices:\n  - nme: web\n");

    Script.Outcome outcome = lab.fairlead("chaos", "run", file.toString());

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.output()).contains("wrong.yaml: services[0]: there is no member nme;");
  }
}
