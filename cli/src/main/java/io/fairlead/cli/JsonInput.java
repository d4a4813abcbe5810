package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON that a command line gives: as it stands, {@code @FILE}, or {@code -} for standard input. */
final class JsonInput {
  private JsonInput() {}

  static byte[] read(String argument) {
    if (argument.equals("-")) {
      return standardInput();
    }
    return argument.startsWith("@")
        ? file(Path.of(argument.substring(1)))
        : argument.getBytes(UTF_8);
  }

  static byte[] file(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw CommandFailure.usage(
          "cannot read " + file + ": " + e.getClass().getSimpleName(), "Is the path right?");
    }
  }

  private static byte[] standardInput() {
    try {
      return System.in.readAllBytes();
    } catch (IOException e) {
      throw CommandFailure.usage("cannot read standard input: " + e.getMessage(), "");
    }
  }
}
