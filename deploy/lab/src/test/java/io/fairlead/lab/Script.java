package io.fairlead.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs one of the checkout's bash scripts, or a piece of bash that sources one, in an environment
 * of the test's own: no variable of this process reaches it, and its PATH may be a folder of
 * programs that the test wrote.
 */
record Script(Path folder) {
  static final Path ROOT = Path.of("").toAbsolutePath().resolve("../..").normalize();
  private static final int PATIENCE_SECONDS = 240;

  /**
   * What it did.
   *
   * @param output both streams, in the order of writing
   */
  record Outcome(int exit, String output) {}

  /** Puts a program on the PATH of a test: a few lines of bash. */
  Script program(String name, String... lines) throws IOException {
    Path file = Files.createDirectories(bin()).resolve(name);
    Files.writeString(file, "#!/bin/bash\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return this;
  }

  Path bin() {
    return folder.resolve("bin");
  }

  Outcome bash(Map<String, String> environment, String text) throws Exception {
    return run(environment, List.of("/bin/bash", "-euo", "pipefail", "-c", text));
  }

  Outcome run(Map<String, String> environment, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", folder.toString()));
    builder.environment().putAll(environment);
    Path output = folder.resolve("output");
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the script does not end: " + Files.readString(output));
    }
    return new Outcome(process.exitValue(), Files.readString(output));
  }
}
