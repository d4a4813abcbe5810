package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.testkit.WorkingCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code aws} command, for one service of a lab. */
record AwsCli(Path aws, TestLab lab, String service) {

  /** Skips the test where there is no such command, but for CI, which installs it. */
  static AwsCli of(TestLab lab, String service) {
    Optional<Path> aws = WorkingCommand.find("aws", "--version");
    assumeTrue(aws.isPresent() || System.getenv("CI") != null, "no aws command on the PATH");
    return new AwsCli(aws.orElseThrow(), lab, service);
  }

  /** What a call that goes well prints. */
  String run(String... arguments) throws Exception {
    Outcome outcome = outcome(arguments);
    assertThat(outcome.exit()).as(outcome.text()).isZero();
    return outcome.text();
  }

  /** What a call that is refused prints. */
  String refused(String... arguments) throws Exception {
    Outcome outcome = outcome(arguments);
    assertThat(outcome.exit()).as(outcome.text()).isNotZero();
    return outcome.text();
  }

  private record Outcome(int exit, String text) {}

  private Outcome outcome(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(aws.toString(), "--endpoint-url", lab.http().toString()));
    command.addAll(List.of("--region", "us-east-1", "--output", "text", service));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("AWS_ACCESS_KEY_ID", lab.accessKeyId());
    builder.environment().put("AWS_SECRET_ACCESS_KEY", lab.secretAccessKey());
    builder.environment().put("AWS_PAGER", "");
    builder.environment().remove("AWS_PROFILE");
    builder.environment().remove("AWS_SESSION_TOKEN");
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes()).strip();
    return new Outcome(process.waitFor(), text);
  }
}
