package io.fairlead.cli;

import picocli.CommandLine.Command;

/** Faults of a lab: of its instances and of its control plane. */
@Command(
    name = "chaos",
    description = "Let faults begin in a lab, and heal them; run scenarios.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ChaosInjectCommand.class,
      ChaosListCommand.class,
      ChaosHealCommand.class,
      ChaosRunCommand.class
    })
final class ChaosCommand {}
