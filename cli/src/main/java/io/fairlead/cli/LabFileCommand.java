package io.fairlead.cli;

import io.fairlead.cli.scenario.LabFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reads a lab's description for {@code fairlead lab up --from}, which is a script. */
@Command(name = "lab-file", hidden = true, description = "Read the description of a lab.")
final class LabFileCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The description.")
  Path file = Path.of("");

  @Override
  public Integer call() {
    try {
      LabFile.read(file).lines().forEach(System.out::println);
      return ExitCode.OK.number();
    } catch (IOException e) {
      throw CommandFailure.usage("cannot read " + file + ": " + e.getMessage(), "");
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()), "docs/lab.md tells each member.");
    }
  }
}
