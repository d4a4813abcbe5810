package io.fairlead.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Heals faults. */
@Command(
    name = "heal",
    description = "Heal a fault before its time, or all of them.",
    mixinStandardHelpOptions = true)
final class ChaosHealCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NUMBER", description = "The fault's number (chaos ls), or: all")
  String which = "";

  @Override
  public Integer call() {
    List<String> left = FaultSocket.here().ask("heal", which);
    if (!left.isEmpty()) {
      FaultTable.print(left);
      throw CommandFailure.failed(
          "This does not heal yet; it is tried again each second.", "See: fairlead chaos ls");
    }
    return ExitCode.OK.number();
  }
}
