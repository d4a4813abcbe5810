package io.fairlead.cli;

import io.fairlead.proto.api.CreateJoinTokenRequest;
import io.fairlead.proto.api.CreateJoinTokenResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a token with which an agent joins. */
@Command(
    name = "token",
    description = "Print a token with which agents join the cluster.",
    footer = {"", "On the new machine:  FAIRLEAD_JOIN_TOKEN=TOKEN and start the agent there."},
    mixinStandardHelpOptions = true)
final class InstancesTokenCommand implements Callable<Integer> {
  private static final Duration WAIT = Duration.ofMinutes(3);

  @Mixin Target target = new Target();

  @Option(
      names = "--uses",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many instances may join with it (default: ${DEFAULT-VALUE}).")
  int uses = 1;

  @Option(
      names = "--valid",
      paramLabel = "SPAN",
      defaultValue = "1h",
      description = "For how long: 10m, 1h, at most 24h (default: ${DEFAULT-VALUE}).")
  Ago valid = Ago.parse("1h");

  @Option(
      names = "--wait",
      paramLabel = "COUNT",
      description = "Then wait until so many instances are connected, three minutes at most.")
  int wait;

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      CreateJoinTokenResponse answer =
          client
              .fleet()
              .createJoinToken(
                  CreateJoinTokenRequest.newBuilder()
                      .setCluster(target.cluster)
                      .setUses(uses)
                      .setValidSeconds((int) valid.duration().toSeconds())
                      .build());
      if (target.json()) {
        ApiJson.print(answer);
      } else {
        System.out.println(answer.getToken());
      }
      System.out.flush();
      if (wait > 0) {
        new Instances(client).awaitConnected(wait, WAIT);
      }
    }
    return ExitCode.OK.number();
  }
}
