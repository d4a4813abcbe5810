package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.testkit.FastFolder;
import io.fairlead.testkit.RequiresEngine;
import io.fairlead.testkit.TestImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Task;

/** Images on their way from the local engine through the registry into tasks. */
@RequiresEngine
class ImagesDockerIT {
  private static final String AS_ON_AWS = "000000000000.dkr.ecr.us-east-1.amazonaws.com";
  private static final String OTHER = "fairlead/other:test";
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  @TempDir(factory = FastFolder.class)
  static Path folder;

  private static TestLab lab;
  private static EcsClient ecs;

  @BeforeAll
  static void start() throws Exception {
    lab = TestLab.onEngine(folder, 1);
    ecs = lab.ecs();
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      ecs.close();
      lab.close();
    }
  }

  @Test
  void pushesWithTheCommandLineRemovesPullsAndRuns() throws Exception {
    String image = lab.registry() + "/team/web:1";
    Script.Outcome pushed = lab.fairlead("images", "push", TestImage.NAME, "team/web:1");
    assertThat(pushed.exit()).as(pushed.output()).isZero();
    assertThat(pushed.output()).contains("1 of 1 layers", "pushed " + image);
    String digest = digest(pushed.output());
    try {
      for (String name : List.of(image, AS_ON_AWS + "/team/web:1", AS_ON_AWS + "/team/web")) {
        docker("image", "rm", image);
        Task task = run(name);
        if (name.endsWith(":1")) {
          assertThat(task.lastStatus()).as(task.stoppedReason()).isEqualTo("RUNNING");
          assertThat(task.containers().getFirst().image()).isEqualTo(name);
          assertThat(task.containers().getFirst().imageDigest()).isEqualTo(digest);
        } else {
          // There is no tag latest.
          assertThat(task.stoppedReason()).contains("CannotPullContainerError");
        }
        ecs.stopTask(request -> request.task(task.taskArn()));
        await(() -> described(task.taskArn()).lastStatus().equals("STOPPED"));
      }
    } finally {
      docker("image", "rm", "-f", image);
    }
  }

  @Test
  void listsAndDeletesWithTheCommandLine() throws Exception {
    Script.Outcome json =
        lab.fairlead("images", "push", TestImage.NAME, "team/list:a", "--output", "json");
    assertThat(json.output())
        .contains("\"imageTag\" : \"a\"", "\"repositoryName\" : \"team/list\"");
    docker("image", "rm", "-f", lab.registry() + "/team/list:a");
    assertThat(lab.fairlead("images", "ls").output())
        .contains("team/list", lab.registry() + "/team/list:TAG");
    assertThat(lab.fairlead("images", "ls", "team/list").output())
        .containsPattern("a +[0-9-]{10} [0-9:]{8} +[0-9.]+ +" + digest(json.output()));

    Script.Outcome refused = lab.fairlead("images", "rm", "team/list:a");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.output()).contains("--yes");
    assertThat(lab.fairlead("images", "rm", "team/list", "--yes").exit()).isEqualTo(2);
    assertThat(lab.fairlead("images", "rm", "team/list:b", "--yes"))
        .satisfies(
            missing -> {
              assertThat(missing.exit()).isEqualTo(1);
              assertThat(missing.output()).contains("team/list:b: ");
            });
    Script.Outcome removed = lab.fairlead("images", "rm", "team/list:a", "--yes");
    assertThat(removed.exit()).as(removed.output()).isZero();
    assertThat(removed.output()).contains("deleted team/list:a");
    assertThat(lab.fairlead("images", "ls", "team/list").output()).doesNotContain("sha256");
  }

  @Test
  void aDeploymentStaysWithItsImageWhenTheTagMoves() throws Exception {
    String image = lab.registry() + "/team/moving:1";
    try {
      String first = push(TestImage.NAME, "team/moving:1");
      define("moving", image);
      ecs.createService(
          request -> request.serviceName("moving").taskDefinition("moving").desiredCount(1));
      await(() -> digests().equals(List.of(first)));

      String second = push(otherImage(), "team/moving:1");
      assertThat(second).isNotEqualTo(first);
      docker("image", "rm", image);
      ecs.updateService(request -> request.service("moving").desiredCount(2));
      await(() -> digests().size() == 2);
      assertThat(digests()).containsOnly(first);

      ecs.updateService(request -> request.service("moving").forceNewDeployment(true));
      await(() -> digests().equals(List.of(second, second)));
    } finally {
      ecs.deleteService(request -> request.service("moving").force(true));
      await(() -> digests().isEmpty());
      docker("image", "rm", "-f", image, OTHER);
    }
  }

  private static String push(String local, String name) throws Exception {
    Script.Outcome pushed = lab.fairlead("images", "push", local, name);
    assertThat(pushed.exit()).as(pushed.output()).isZero();
    return digest(pushed.output());
  }

  private static String otherImage() throws Exception {
    Path context = Files.createDirectories(folder.resolve("other"));
    Files.writeString(context.resolve("Dockerfile"), "FROM " + TestImage.NAME + "\nENV OTHER=1\n");
    docker("build", "-q", "-t", OTHER, context.toString());
    return OTHER;
  }

  /** What the running containers of the service are made from. */
  private static List<String> digests() {
    List<String> arns = ecs.listTasks(request -> request.serviceName("moving")).taskArns();
    return arns.isEmpty()
        ? List.of()
        : ecs.describeTasks(request -> request.tasks(arns)).tasks().stream()
            .filter(task -> task.lastStatus().equals("RUNNING"))
            .map(task -> task.containers().getFirst().imageDigest())
            .toList();
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    Script.Outcome none = lab.fairlead("images", "push", "no/such/image:here", "team/none");
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.output()).contains("has no image no/such/image:here");
    Script.Outcome repository = lab.fairlead("images", "ls", "team/nowhere");
    assertThat(repository.exit()).isEqualTo(1);
    assertThat(repository.output()).contains("RepositoryNotFoundException");
  }

  private static Task run(String image) {
    String definition = define("images", image);
    String arn =
        ecs.runTask(request -> request.taskDefinition(definition)).tasks().getFirst().taskArn();
    await(() -> List.of("RUNNING", "STOPPED").contains(described(arn).lastStatus()));
    return described(arn);
  }

  private static String define(String family, String image) {
    return ecs.registerTaskDefinition(
            request ->
                request
                    .family(family)
                    .containerDefinitions(
                        container ->
                            container.name("main").image(image).memory(32).command("sleep", "600")))
        .taskDefinition()
        .taskDefinitionArn();
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
  }

  private static Task described(String arn) {
    return ecs.describeTasks(request -> request.tasks(arn)).tasks().getFirst();
  }

  private static String digest(String text) {
    Matcher found = DIGEST.matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group();
  }

  private static void docker(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    Script.Outcome outcome =
        new Script(folder).run(Map.of("DOCKER_CONFIG", folder.toString()), command);
    assertThat(outcome.exit()).as(outcome.output()).isZero();
  }
}
