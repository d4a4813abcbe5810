package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.testkit.FastFolder;
import io.fairlead.testkit.RequiresEngine;
import io.fairlead.testkit.TestImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Task definitions that people use, with nothing changed but their images: each runs as far as its
 * containers can with another image, or is refused by the name of what is not there yet.
 */
@RequiresEngine
class RealInputsDockerIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir(factory = FastFolder.class)
  static Path folder;

  private static TestLab lab;
  private static SignedCalls calls;
  private static EcsClient ecs;

  @BeforeAll
  static void start() throws Exception {
    lab = TestLab.onEngine(folder, 1);
    calls = new SignedCalls(lab);
    ecs = lab.ecs();
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      ecs.close();
      lab.close();
    }
  }

  static List<Path> valid() throws Exception {
    return RealInputsIT.valid();
  }

  @ParameterizedTest
  @MethodSource("valid")
  void runsOrIsRefusedByName(Path file) throws Exception {
    JsonNode definition = JSON.readTree(Files.readString(file));
    definition
        .get("containerDefinitions")
        .forEach(container -> ((ObjectNode) container).put("image", TestImage.NAME));
    var registered = calls.call("RegisterTaskDefinition", definition.toString());
    assertThat(registered.statusCode()).as(registered.body()).isEqualTo(200);
    String arn =
        JSON.readTree(registered.body()).get("taskDefinition").get("taskDefinitionArn").asText();
    List<String> missing = notThereYet(definition);
    if (missing.isEmpty()) {
      goesAsFarAsItCan(arn);
    } else {
      assertThat(refusal(arn)).containsAnyOf(missing.toArray(String[]::new));
    }
  }

  /** The members that wait for a later version. */
  private static List<String> notThereYet(JsonNode definition) {
    List<String> missing = new ArrayList<>();
    if (definition.path("networkMode").asText().equals("awsvpc")) {
      missing.add("awsvpc");
    }
    for (JsonNode container : definition.get("containerDefinitions")) {
      if (container.has("firelensConfiguration")) {
        missing.add("firelensConfiguration");
        missing.add("awsfirelens");
      }
      if (!container.path("secrets").isEmpty()) {
        missing.add("secrets");
      }
    }
    return missing;
  }

  private static String refusal(String definition) {
    try {
      RunTaskResponse run = ecs.runTask(request -> request.taskDefinition(definition));
      assertThat(run.tasks()).isEmpty();
      return run.failures().getFirst().reason() + " " + run.failures().getFirst().detail();
    } catch (EcsException refused) {
      return refused.getMessage();
    }
  }

  private static void goesAsFarAsItCan(String definition) {
    RunTaskResponse run = ecs.runTask(request -> request.taskDefinition(definition));
    assertThat(run.failures()).isEmpty();
    String arn = run.tasks().getFirst().taskArn();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> List.of("RUNNING", "STOPPED").contains(described(arn).lastStatus()));
    Task task = described(arn);
    if (task.lastStatus().equals("STOPPED")) {
      assertThat(task.stoppedReason())
          .containsAnyOf("Essential container in task exited", "CannotStartContainerError");
    }
    ecs.stopTask(request -> request.task(arn));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> described(arn).lastStatus().equals("STOPPED"));
  }

  private static Task described(String arn) {
    return ecs.describeTasks(request -> request.tasks(arn)).tasks().getFirst();
  }
}
