package io.fairlead.cli;

import io.fairlead.proto.ecs.RegisterTaskDefinitionResponse;
import io.fairlead.proto.ecs.TaskDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Registers task definitions from files. */
@Command(
    name = "register",
    description = "Register task definitions from files, as they are.",
    mixinStandardHelpOptions = true)
final class RegisterCommand implements Callable<Integer> {
  @Mixin Target target = new Target();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Input of RegisterTaskDefinition as JSON.")
  List<Path> files = List.of();

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      for (Path file : files) {
        TaskDefinition definition = new TaskDefinitions(client).register(file);
        if (target.json()) {
          ApiJson.print(
              RegisterTaskDefinitionResponse.newBuilder().setTaskDefinition(definition).build());
        } else {
          System.out.println(Words.name(definition.getTaskDefinitionArn()));
        }
      }
    }
    return ExitCode.OK.number();
  }
}
