package io.fairlead.cli;

import io.fairlead.proto.api.ExecStart;
import io.fairlead.proto.api.TerminalSize;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The terminal that the command runs in, through {@code stty}, which every Unix has. */
final class Terminal implements AutoCloseable {
  private final String before;

  private Terminal(String before) {
    this.before = before;
  }

  /** Whether standard input and output both are a terminal. */
  static boolean present() {
    return System.console() != null && System.console().isTerminal();
  }

  /** Passes every key on as it is, Ctrl-C too, until it is closed. */
  static Terminal raw() {
    String before = stty("-g");
    stty("raw", "-echo");
    return new Terminal(before);
  }

  /** Runs a command with this terminal as its own; its size follows the window's. */
  int attach(Client client, ExecStart start) {
    ExecStreams exec = new ExecStreams(client, System.in, System.out, System.err);
    return exec.run(start, Terminal::size);
  }

  static TerminalSize size() {
    String[] parts = stty("size").split(" ");
    return TerminalSize.newBuilder()
        .setRows(Integer.parseInt(parts[0]))
        .setColumns(Integer.parseInt(parts[1]))
        .build();
  }

  @Override
  public void close() {
    stty(before);
  }

  private static String stty(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "stty";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw CommandFailure.failed(
          "stty does not work: " + e.getMessage(), "Run it without a terminal: --no-tty");
    }
  }
}
