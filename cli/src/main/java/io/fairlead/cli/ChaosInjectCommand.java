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
      "Of an instance, lasting until healed: power-off, engine-hold, agent-hold, partition,",
      "  partition-in, partition-out, partition-kafka, clock (value: +30s), pull-fail, pull-stall,",
      "  disk-full; of a real one also pause, partition-pair (value: the other), loss (value: per",
      "  cent, 30), delay (value: 50ms or 50ms,10ms), bandwidth (value: 1mbit); of a simulated one",
      "  also lie",
      "Of an instance, over at once:         reboot, engine-kill, agent-kill, container-kill",
      "Of containers:                        container-kill and oom, over at once; of real ones",
      "  also cpu (value: processes, 1), memory (value: MiB, 32), loss, partition, partition-in,",
      "  partition-out",
      "Of a part of the control plane:       kill, which is over at once, hold, pause, slow (value:",
      "  per cent of the time that it runs, 20)"
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
        "zone:NAME for all of a zone, service:NAME for the containers of a service's tasks,",
        "one-of:NAME for one of these, task:ID for a task's, or postgresql, kafka, gateway,",
        "scheduler, registry; or several of these with commas between them."
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
    try (LabFaults lab = LabFaults.here()) {
      FaultTable.print(lab.inject(fault, target, value, duration.map(Ago::duration)));
    }
    return ExitCode.OK.number();
  }
}
