package io.fairlead.cli;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Prints what AWS tools, Terraform and gRPC clients need to reach the installation, for a shell.
 */
@Command(
    name = "env",
    mixinStandardHelpOptions = true,
    description = "Print variables for the AWS CLI, SDKs, Terraform and gRPC clients.",
    footer = {"", "Use it so:  eval \"$$(fairlead env)\""})
final class EnvCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    Installation installation = Installation.here();
    Map<String, String> ready = installation.ready();
    if (ready.isEmpty()) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "no Fairlead runs from " + installation.home(),
          "Start one: fairlead up");
    }
    String token = Access.token(installation, Clock.systemUTC());
    installation.key().ifPresent(key -> System.out.print(text(ready, key, token)));
    return ExitCode.OK.number();
  }

  private static String text(Map<String, String> ready, Installation.Key key, String token) {
    String region = ready.getOrDefault("region", "us-east-1");
    return """
        unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN
        export AWS_ENDPOINT_URL=%s
        export AWS_ACCESS_KEY_ID=%s
        export AWS_SECRET_ACCESS_KEY=%s
        export AWS_REGION=%s AWS_DEFAULT_REGION=%s
        export AWS_ACCOUNT_ID=000000000000
        export AWS_PAGER=""
        export FAIRLEAD_GRPC=%s
        export FAIRLEAD_TOKEN=%s
        """
        .formatted(
            quoted(ready.getOrDefault("http", "")),
            quoted(key.id()),
            quoted(key.secret()),
            quoted(region),
            quoted(region),
            quoted(ready.getOrDefault("grpc", "")),
            quoted(token));
  }

  /** For a shell: taken as it stands, whatever is in it. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
