package io.fairlead.cli;

import picocli.CommandLine.Command;

/** Commands about the images in the installation's registry. */
@Command(
    name = "images",
    description = "List, push and delete the images of the registry.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ImagesListCommand.class,
      ImagesPushCommand.class,
      ImagesRemoveCommand.class,
      ImagesLifecycleCommand.class,
      ImagesBuildDemoCommand.class
    })
final class ImagesCommand {}
