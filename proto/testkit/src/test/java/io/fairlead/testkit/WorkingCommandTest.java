package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkingCommandTest {

  @TempDir Path folder;

  @Test
  void passesOverAShimThatDoesNotRun() throws Exception {
    Path shim = script("shims", "exit 127");
    Path real = script("bin", "[ \"$1\" = --version ]");
    String path = shim.getParent() + File.pathSeparator + real.getParent();
    assertThat(WorkingCommand.findOn(path, "tool", "--version")).contains(real);
    assertThat(WorkingCommand.findOn(shim.getParent().toString(), "tool", "--version")).isEmpty();
    assertThat(WorkingCommand.findOn("", "tool", "--version")).isEmpty();
  }

  private Path script(String where, String body) throws Exception {
    Path file = Files.createDirectories(folder.resolve(where)).resolve("tool");
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
