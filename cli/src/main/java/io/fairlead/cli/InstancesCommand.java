package io.fairlead.cli;

import picocli.CommandLine.Command;

/** Commands about container instances. */
@Command(
    name = "instances",
    description = "List and drain instances, and let new ones join.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      InstancesListCommand.class,
      InstancesDrainCommand.class,
      InstancesTokenCommand.class,
      InstancesWaitCommand.class
    })
final class InstancesCommand {}
