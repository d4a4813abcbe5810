package io.fairlead.cli;

import io.fairlead.cli.load.Mix;
import io.grpc.StatusRuntimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code fairlead} command and its subcommands. */
@Command(
    name = "fairlead",
    version = "fairlead 0.1.0",
    mixinStandardHelpOptions = true,
    description = "Amazon ECS that you run yourself.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "The installation on this machine (see: fairlead up --help):",
      "  up         Start Fairlead, or say where it is.",
      "  down       Stop it; containers and data stay.",
      "  status     Say whether it runs. Exit 0: up, 3: down, 5: starting or stopping.",
      "  reset      Forget all: data, keys and containers.",
      "  build      Build the checkout.",
      "  lab        A cluster of real instances on this machine; see: fairlead lab --help",
      "",
      "Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 Fairlead not reached,",
      "            4 credentials missing or not enough, 5 not in time. exec gives the command's own.",
      "",
      "Which Fairlead: FAIRLEAD_GRPC and FAIRLEAD_TOKEN, else the one of FAIRLEAD_HOME (~/.fairlead)."
    })
public final class Fairlead {
  private static final Map<String, Supplier<Object>> COMMANDS = commands();

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("api", ApiCommand::new);
    commands.put("audit", AuditCommand::new);
    commands.put("chaos", ChaosCommand::new);
    commands.put("clusters", ClustersCommand::new);
    commands.put("demo", DemoCommand::new);
    commands.put("env", EnvCommand::new);
    commands.put("events", EventsCommand::new);
    commands.put("exec", ExecCommand::new);
    commands.put("explain", ExplainCommand::new);
    commands.put("images", ImagesCommand::new);
    commands.put("instances", InstancesCommand::new);
    commands.put("lab-file", LabFileCommand::new);
    commands.put("load", LoadCommand::new);
    commands.put("logs", LogsCommand::new);
    commands.put("ps", PsCommand::new);
    commands.put("register", RegisterCommand::new);
    commands.put("run", RunCommand::new);
    commands.put("service", ServiceCommand::new);
    // A reference to the library's own constructor makes JDK 25 fail to write the start-up cache.
    commands.put("help", () -> new HelpCommand());
    return commands;
  }

  /** Runs one command line; the exit status is an {@link ExitCode}'s, or that of an exec. */
  public static void main(String[] arguments) {
    int status = commandLine(arguments).execute(arguments);
    System.out.flush();
    // Not exit: there are no shutdown hooks to run, and threads of the network library need not be
    // waited for.
    Runtime.getRuntime().halt(status);
  }

  /** Knows only the command that is called, where one is: a model of all takes long to make. */
  static CommandLine commandLine(String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    CommandLine line = new CommandLine(new Fairlead());
    COMMANDS.forEach(
        (name, command) -> {
          if (first.equals(name) || first.equals("help") || !COMMANDS.containsKey(first)) {
            line.addSubcommand(name, command.get());
          }
        });
    return line.setExecutionExceptionHandler((failure, failed, _) -> report(failure, failed))
        .registerConverter(Ago.class, Ago::parse)
        .registerConverter(ImageName.class, ImageName::parse)
        .registerConverter(Mix.class, Fairlead::mix)
        .setCaseInsensitiveEnumValuesAllowed(true)
        // Here @FILE stands for JSON, not for more arguments.
        .setExpandAtFiles(false)
        .setUsageHelpAutoWidth(true);
  }

  private static Mix mix(String text) {
    try {
      return Mix.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }

  private static int report(Exception failure, CommandLine line) throws Exception {
    CommandFailure told =
        switch (failure) {
          case CommandFailure own -> own;
          case StatusRuntimeException call -> GrpcFailures.explain(call);
          case java.io.UncheckedIOException io ->
              CommandFailure.failed(io.getMessage() + ": " + io.getCause(), "");
          default -> throw failure;
        };
    line.getErr().println("fairlead: " + told.getMessage());
    if (!told.next().isEmpty()) {
      line.getErr().println("          " + told.next());
    }
    line.getErr().flush();
    return told.code().number();
  }
}
