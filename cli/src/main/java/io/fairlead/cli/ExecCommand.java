package io.fairlead.cli;

import io.fairlead.proto.api.ExecStart;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a command in a container, with the terminal if there is one. */
@Command(
    name = "exec",
    description = "Run a command in a task's container.",
    footer = {
      "",
      "  fairlead exec 1f2e3d4c                  # a shell",
      "  fairlead exec 1f2e3d4c -- ls -l /",
      "",
      "The exit code is the command's own."
    },
    mixinStandardHelpOptions = true)
final class ExecCommand implements Callable<Integer> {
  @Mixin Target target = new Target();

  @Parameters(index = "0", paramLabel = "TASK", description = "Id (or its beginning) or ARN.")
  String task = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "Default: /bin/sh.")
  List<String> command = List.of();

  @Option(
      names = "--container",
      paramLabel = "NAME",
      description = "Needed where the task has several.")
  Optional<String> container = Optional.empty();

  @Option(
      names = {"-T", "--no-tty"},
      description = "Without a terminal in the container, as in scripts.")
  boolean withoutTerminal;

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      boolean tty = !withoutTerminal && Terminal.present();
      ExecStart.Builder start =
          ExecStart.newBuilder()
              .setCluster(target.cluster)
              .setTask(new Tasks(client).get(task).getTaskArn())
              .addAllCommand(command.isEmpty() ? List.of("/bin/sh") : command)
              .setTty(tty);
      container.ifPresent(start::setContainer);
      if (!tty) {
        return new ExecStreams(client, System.in, System.out, System.err).run(start.build());
      }
      start.setSize(Terminal.size());
      try (Terminal raw = Terminal.raw()) {
        return raw.attach(client, start.build());
      }
    }
  }
}
