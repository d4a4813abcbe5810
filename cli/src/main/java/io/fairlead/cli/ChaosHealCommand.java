package io.fairlead.cli;

import io.fairlead.proto.faults.Fault;
import java.util.List;
import java.util.Optional;
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
    List<Fault> left;
    try (LabFaults lab = LabFaults.here()) {
      left = lab.heal(number());
    }
    if (!left.isEmpty()) {
      FaultTable.print(left);
      throw CommandFailure.failed(
          "This does not heal yet; it is tried again each second.", "See: fairlead chaos ls");
    }
    return ExitCode.OK.number();
  }

  private Optional<Integer> number() {
    if (which.equals("all")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Integer.parseInt(which));
    } catch (NumberFormatException e) {
      throw CommandFailure.usage(
          "a fault has a number (fairlead chaos ls), and all of them are: all; not " + which, "");
    }
  }
}
