package io.fairlead.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Programs on the PATH that do run: version managers leave shims there that only look like
 * programs.
 */
public final class WorkingCommand {

  private WorkingCommand() {}

  /**
   * The first program of this name on the PATH that ends with 0 when it is called with {@code
   * probe}, for example {@code find("aws", "--version")}.
   */
  public static Optional<Path> find(String name, String probe) {
    return findOn(System.getenv().getOrDefault("PATH", ""), name, probe);
  }

  static Optional<Path> findOn(String path, String name, String probe) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .filter(file -> works(file, probe))
        .findFirst();
  }

  private static boolean works(Path file, String probe) {
    try {
      Process process =
          new ProcessBuilder(file.toString(), probe)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(30, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException notAProgram) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
