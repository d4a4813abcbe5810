package io.fairlead.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What commands that deploy a service are given: its name, and a revision or a file of a new one.
 */
final class DeployArguments {
  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service's name.")
  String service = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DEFINITION",
      description = "family, family:revision or ARN.")
  Optional<String> definition = Optional.empty();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Register this task definition first and use it.")
  Optional<Path> file = Optional.empty();

  /** The chosen revision, registered if it is a file; empty where none is given. */
  Optional<String> definition(Client client) {
    if (definition.isPresent() && file.isPresent()) {
      throw CommandFailure.usage(
          "give either a task definition or --file", "Add --help to see how.");
    }
    return file.map(path -> new TaskDefinitions(client).register(path).getTaskDefinitionArn())
        .or(() -> definition);
  }
}
