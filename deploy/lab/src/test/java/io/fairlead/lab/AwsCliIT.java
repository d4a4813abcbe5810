package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.testkit.FastFolder;
import java.nio.file.Path;
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
    try (TestLab lab = TestLab.simulated(folder, 1)) {
      AwsCli cli = AwsCli.of(lab, "ecs");
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
    }
  }
}
