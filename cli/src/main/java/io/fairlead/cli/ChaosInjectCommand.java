package io.fairlead.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a fault begin. */
@Command(
    name = "inject",
    description = "Let a fault begin; print it once it is there.",
    footer = {
      "",
      "Of an instance, lasting until healed: power-off, engine-hold, agent-hold, partition;",
      "  of a real one also pause, loss (value: per cent, 30), bandwidth (value: rate, 1mbit);",
      "  of a simulated one also lie",
      "Of an instance, over at once:         reboot, engine-kill, agent-kill, container-kill",
      "Of a part of the control plane:       kill, which is over at once, hold and pause"
    },
    mixinStandardHelpOptions = true)
final class ChaosInjectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FAULT", description = "One of those below.")
  String fault = "";

  @Option(
      names = "--target",
      required = true,
      paramLabel = "TARGET",
      description = {
        "An instance (fairlead lab ps; simulated ones are instance-1, instance-2, ...),",
        "zone:NAME for all of a zone, or postgresql, kafka, gateway, scheduler, registry."
      })
  String target = "";

  @Option(
      names = "--for",
      paramLabel = "SPAN",
      description = "Heal after so long: 10s, 5m. Without it the fault waits to be healed.")
  Optional<Ago> duration = Optional.empty();

  @Option(names = "--value", paramLabel = "VALUE", description = "How much, where that applies.")
  Optional<String> value = Optional.empty();

  @Override
  public Integer call() {
    String millis =
        duration.map(span -> Long.toString(span.duration().toMillis())).orElse(FaultSocket.NONE);
    FaultTable.print(
        FaultSocket.here().ask("inject", fault, target, value.orElse(FaultSocket.NONE), millis));
    return ExitCode.OK.number();
  }
}
