package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.testkit.FastFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Task;

/** The faults of a control plane of several processes: each one's work goes on afterwards. */
class ControlPlaneFaultsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir(factory = FastFolder.class)
  static Path folder;

  private static TestLab lab;
  private static EcsClient ecs;

  @BeforeAll
  static void start() throws Exception {
    lab = TestLab.inProcesses(folder, 1);
    ecs = lab.ecs();
    ecs.registerTaskDefinition(
        it -> it.family("web").containerDefinitions(c -> c.name("main").image("x").memory(64)));
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      ecs.close();
      lab.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "kill, gateway, -",
    "kill, scheduler, -",
    "kill, registry, -",
    "hold, postgresql, 1s",
    "pause, postgresql, 1s",
    "slow, postgresql, 2s",
    "hold, kafka, 1s",
    "pause, scheduler, 1s",
  })
  void tasksRunAgainAfterwards(String fault, String target, String span) throws Exception {
    String words = "chaos inject " + fault + " --target " + target;
    Script.Outcome outcome =
        lab.fairlead((span.equals("-") ? words : words + " --for " + span).split(" "));
    assertThat(outcome.output()).contains(target);
    assertThat(outcome.exit()).isZero();

    await().atMost(PATIENCE).ignoreExceptionsInstanceOf(SdkException.class).until(this::runs);
    await().alias("all heals").atMost(PATIENCE).until(ControlPlaneFaultsIT::nothingLasts);
  }

  /** Whether the list of faults is its heading alone. */
  private static boolean nothingLasts() throws Exception {
    return lab.fairlead("chaos", "ls").output().lines().count() == 1;
  }

  /** Whether a new task comes to run. */
  private boolean runs() {
    List<Task> tasks = ecs.runTask(it -> it.taskDefinition("web")).tasks();
    if (tasks.isEmpty()) {
      return false; // The instance is not connected again yet.
    }
    TestLab.waiter(ecs).waitUntilTasksRunning(it -> it.tasks(tasks.getFirst().taskArn()));
    return true;
  }

  @Test
  void aScenarioKillsThemAll() throws Exception {
    Path file = ScenariosIT.FOLDER.resolve("control-plane-processes.yaml");

    Script.Outcome outcome =
        lab.fairlead(
            "chaos", "run", file.toString(), "--report", folder.resolve("report").toString());

    System.out.println(outcome.output());
    assertThat(outcome.exit()).as(outcome.output()).isZero();
  }

  @Test
  void saysWhatThereIs() throws Exception {
    assertThat(lab.fairlead("chaos", "inject", "loss", "--target", "kafka").output())
        .contains("kafka cannot have loss; it can have: pause, kill, hold, slow");
    assertThat(lab.fairlead("chaos", "inject", "kill", "--target", "x").output())
        .contains("there are: instance-1; ");
  }

  @Test
  void nobodyElseReadsWhatAPartIsTold() throws IOException {
    for (String part : List.of("gateway", "scheduler", "registry")) {
      assertThat(Files.getPosixFilePermissions(folder.resolve("run/" + part + ".properties")))
          .hasSize(2);
    }
  }
}
