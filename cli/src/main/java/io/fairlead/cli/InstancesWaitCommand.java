package io.fairlead.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Waits for agents that are on their way. */
@Command(
    name = "wait",
    description = "Wait until so many instances are connected.",
    mixinStandardHelpOptions = true)
final class InstancesWaitCommand implements Callable<Integer> {
  @Mixin Target target = new Target();

  @Parameters(paramLabel = "COUNT", description = "How many instances at least.")
  int count;

  @Option(
      names = "--within",
      paramLabel = "SPAN",
      defaultValue = "3m",
      description = "How long at most (default: ${DEFAULT-VALUE}).")
  Ago within = Ago.parse("3m");

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      new Instances(client).awaitConnected(count, within.duration());
    }
    return ExitCode.OK.number();
  }
}
