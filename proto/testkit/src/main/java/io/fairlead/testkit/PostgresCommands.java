package io.fairlead.testkit;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL's programs as commands of this user. They refuse to run as root; for root they run in
 * a user namespace of their own ({@code unshare -U}), where they see themselves as an ordinary user
 * while their files stay root's. So the data may lie anywhere, also below /root, and no account has
 * to be made.
 */
final class PostgresCommands {

  private final Path home;
  private final List<String> prefix;

  PostgresCommands(Path home) throws IOException {
    this.home = home;
    this.prefix = isRoot(home) ? List.of("unshare", "--user") : List.of();
  }

  /** A file or folder beside the folder of the programs, for this build of them. */
  Path beside(String name) {
    return home.resolveSibling(home.getFileName() + "-" + name);
  }

  /** Starts the server in the background; its output is appended to {@code log}. */
  Process server(Path log, List<String> arguments) throws IOException {
    return new ProcessBuilder(command("postgres", arguments))
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /**
   * Runs a program to its end; its output is appended to {@code log}.
   *
   * @throws IOException when it fails; the message ends with where to read why
   */
  void run(String program, List<String> arguments, Path log) throws IOException {
    tell(program, arguments, "", log);
  }

  /**
   * Runs a server without connections to its end.
   *
   * @param statement what it is told, a line
   */
  void tell(List<String> arguments, String statement, Path log) throws IOException {
    tell("postgres", arguments, statement, log);
  }

  private void tell(String program, List<String> arguments, String input, Path log)
      throws IOException {
    Process process =
        new ProcessBuilder(command(program, arguments))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write(input);
    }
    int exit = exitOf(process);
    if (exit != 0) {
      throw new IOException(
          "PostgreSQL's " + program + " ended with " + exit + advice() + "; see " + log);
    }
  }

  private String advice() {
    return prefix.isEmpty()
        ? ""
        : " (started as root through `unshare --user`; where that is forbidden, start as another"
            + " user or use a PostgreSQL of your own)";
  }

  private List<String> command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return command;
  }

  private static int exitOf(Process process) throws IOException {
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("No end after two minutes: " + process.info().commandLine());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  // A file this process made belongs to whom this process really is, whatever its environment says.
  private static boolean isRoot(Path home) throws IOException {
    Path probe = Path.of("/proc/self");
    Path known = Files.exists(probe) ? probe : home;
    return Files.getAttribute(known, "unix:uid").equals(0);
  }
}
