package io.fairlead.cli;

import picocli.CommandLine.Command;

/** Faults of the instances of a lab of real instances. */
@Command(
    name = "chaos",
    description = "Let faults begin on the instances of a lab (fairlead lab), and heal them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ChaosInjectCommand.class, ChaosListCommand.class, ChaosHealCommand.class})
final class ChaosCommand {}
