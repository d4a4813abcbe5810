package io.fairlead.cli;

import picocli.CommandLine.Command;

/** Commands about services. */
@Command(
    name = "service",
    description = "Create, change, list and remove services.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServiceCreateCommand.class,
      ServiceUpdateCommand.class,
      ServiceScaleCommand.class,
      ServiceListCommand.class,
      ServiceRemoveCommand.class
    })
final class ServiceCommand {}
