package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.testkit.FastFolder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Task definitions that people use, sent as they are. */
class RealInputsIT {
  private static final Path FOLDER = Path.of("src/test/resources/task-definitions");

  @TempDir(factory = FastFolder.class)
  static Path folder;

  private static TestLab lab;
  private static SignedCalls calls;

  @BeforeAll
  static void start() throws Exception {
    lab = TestLab.simulated(folder, 1);
    calls = new SignedCalls(lab);
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  static List<Path> valid() throws Exception {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("invalid__"))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  @Test
  void allAreThere() throws Exception {
    assertThat(valid()).hasSize(53);
  }

  @ParameterizedTest
  @MethodSource("valid")
  void registersAndIsDescribedAsItWasGiven(Path file) throws Exception {
    String text = Files.readString(file);
    HttpResponse<String> answer = calls.call("RegisterTaskDefinition", text);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode given = new ObjectMapper().readTree(text);
    JsonNode kept = new ObjectMapper().readTree(answer.body()).get("taskDefinition");
    assertThat(kept.get("containerDefinitions")).hasSameSizeAs(given.get("containerDefinitions"));
    assertThat(kept.get("family")).isEqualTo(given.get("family"));
    assertThat(kept.path("volumes").size()).isEqualTo(given.path("volumes").size());
  }

  @ParameterizedTest
  @CsvSource({
    "invalid__aws-containers-task-definitions__wildfly_wildfly_fargate.json, ulimits",
    "invalid__ecspresso__tests_td-in-tags.json, status",
    "invalid__ecspresso__tests_td-plain-in-tags.json, status",
    "invalid__ecspresso__tests_td-plain.json, status",
    "invalid__kecs__controlplane_examples_task-definition-with-artifacts.json, artifacts"
  })
  void refusesNamingTheMember(String file, String member) throws Exception {
    HttpResponse<String> answer =
        calls.call("RegisterTaskDefinition", Files.readString(FOLDER.resolve(file)));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new ObjectMapper().readTree(answer.body()).get("message").asText()).contains(member);
  }
}
