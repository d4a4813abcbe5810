package io.fairlead.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the faults that are there now. */
@Command(
    name = "ls",
    description = "List the faults that are there now.",
    mixinStandardHelpOptions = true)
final class ChaosListCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    try (LabFaults lab = LabFaults.here()) {
      FaultTable.print(lab.list());
    }
    return ExitCode.OK.number();
  }
}
