package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.testkit.FastFolder;
import io.fairlead.testkit.WorkingCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code aws} command runs a task and waits for it, as its users do. */
class AwsCliIT {
  private static final String CONTAINERS =
      "[{\"name\":\"app\",\"image\":\"busybox\",\"memory\":16}]";

  @TempDir(factory = FastFolder.class)
  static Path folder;

  @Test
  void runsATaskAndWaitsForIt() throws Exception {
    Optional<Path> aws = WorkingCommand.find("aws", "--version");
    assumeTrue(aws.isPresent() || System.getenv("CI") != null, "no aws command on the PATH");
    try (TestLab lab = TestLab.simulated(folder, 1)) {
      Cli cli = new Cli(aws.orElseThrow(), lab, "ecs");
      cli.run("register-task-definition", "--family", "cli", "--container-definitions", CONTAINERS);
      String task = cli.run("run-task", "--task-definition", "cli", "--query", "tasks[0].taskArn");
      cli.run("wait", "tasks-running", "--tasks", task);
      assertThat(cli.run("describe-tasks", "--tasks", task, "--query", "tasks[0].lastStatus"))
          .isEqualTo("RUNNING");
      cli.run("stop-task", "--task", task);
      cli.run("wait", "tasks-stopped", "--tasks", task);
      cli.run(
          "create-service",
          "--service-name",
          "web",
          "--task-definition",
          "cli",
          "--desired-count",
          "1");
      cli.run("wait", "services-stable", "--services", "web");
      assertThat(cli.run("list-services", "--query", "length(serviceArns)")).isEqualTo("1");
      cli.run("delete-service", "--service", "web", "--force");
      usesTheRegistry(cli.of("ecr"));
    }
  }

  private static void usesTheRegistry(Cli ecr) throws Exception {
    String uri =
        ecr.run(
            "create-repository",
            "--repository-name",
            "team/web",
            "--image-tag-mutability",
            "IMMUTABLE",
            "--query",
            "repository.repositoryUri");
    assertThat(uri).startsWith("127.0.0.1:").endsWith("/team/web");
    assertThat(ecr.run("describe-repositories", "--query", "repositories[0].imageTagMutability"))
        .isEqualTo("IMMUTABLE");
    assertThat(ecr.run("list-images", "--repository-name", "team/web", "--query", "imageIds"))
        .isEmpty();
    assertThat(ecr.run("get-login-password")).hasSizeGreaterThan(100);
    ecr.run("delete-repository", "--repository-name", "team/web");
  }

  private record Cli(Path aws, TestLab lab, String service) {
    Cli of(String other) {
      return new Cli(aws, lab, other);
    }

    String run(String... arguments) throws Exception {
      List<String> command =
          new ArrayList<>(
              List.of(
                  aws.toString(),
                  "--endpoint-url",
                  lab.http().toString(),
                  "--region",
                  "us-east-1",
                  "--output",
                  "text",
                  service));
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("AWS_ACCESS_KEY_ID", lab.accessKeyId());
      builder.environment().put("AWS_SECRET_ACCESS_KEY", lab.secretAccessKey());
      builder.environment().put("AWS_PAGER", "");
      builder.environment().remove("AWS_PROFILE");
      builder.environment().remove("AWS_SESSION_TOKEN");
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes()).strip();
      assertThat(process.waitFor()).as(output).isZero();
      return output;
    }
  }
}
