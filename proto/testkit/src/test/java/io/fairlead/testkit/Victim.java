package io.fairlead.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A child JVM that runs one server on a folder until it is killed. */
final class Victim {

  private Victim() {}

  /**
   * Starts the JVM and returns when its server answers. Its own output goes to this one's standard
   * error.
   */
  static Process start(String what, Path folder, List<Integer> ports) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Victim.class.getName(),
                    what,
                    folder.toString()),
                ports.stream().map(String::valueOf))
            .toList();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line = process.inputReader().readLine();
    if (!"ready".equals(line)) {
      throw new IOException("The child said: " + line);
    }
    return process;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    int port = Integer.parseInt(args[2]);
    switch (args[0]) {
      case "broker" ->
          EmbeddedBroker.start(
              new EmbeddedBroker.Settings(folder, port, Integer.parseInt(args[3])));
      case "postgres" -> EmbeddedPostgres.start(EmbeddedPostgresIT.settings(folder, port));
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.out.println("ready");
    Thread.currentThread().join();
  }
}
