package io.fairlead.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The image that engine tests run: this machine's static busybox with a link for each of its
 * programs. Made on the spot, so that no test needs a registry.
 */
public final class TestImage {
  /** Its name on the engine. */
  public static final String NAME = "fairlead/busybox:latest";

  private static boolean made;

  private TestImage() {}

  /** Makes the image unless the engine has it. */
  static synchronized void ensure() {
    if (made || succeeds("docker", "image", "inspect", NAME)) {
      made = true;
      return;
    }
    Path busybox =
        WorkingCommand.find("busybox", "--help")
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the image of the engine tests is made from a static busybox, and none is"
                            + " on the PATH: apt-get install busybox-static"));
    try {
      importFrom(busybox);
      made = true;
    } catch (IOException e) {
      throw new UncheckedIOException("the image of the engine tests cannot be made", e);
    }
  }

  private static void importFrom(Path busybox) throws IOException {
    Path root = Files.createTempDirectory("fairlead-image");
    try {
      Path bin = Files.createDirectories(root.resolve("bin"));
      for (String folder : List.of("tmp", "etc", "www")) {
        Files.createDirectory(root.resolve(folder));
      }
      Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/:/bin/sh\n");
      Path copy = Files.copy(busybox, bin.resolve("busybox"));
      run(new ProcessBuilder(copy.toString(), "--install", "-s", bin.toString()));
      // The links point to where busybox was called; inside the image it is elsewhere.
      try (Stream<Path> links = Files.list(bin)) {
        for (Path link : links.filter(Files::isSymbolicLink).toList()) {
          Files.delete(link);
          Files.createSymbolicLink(link, Path.of("busybox"));
        }
      }
      run(
          new ProcessBuilder("tar", "-C", root.toString(), "-c", "."),
          new ProcessBuilder(
              "docker", "import", "-c", "ENV PATH=/bin", "-c", "CMD [\"sh\"]", "-", NAME));
    } finally {
      Folders.delete(root);
    }
  }

  private static void run(ProcessBuilder... pipeline) throws IOException {
    List<Process> processes = ProcessBuilder.startPipeline(List.of(pipeline));
    for (Process process : processes) {
      if (exitCode(process) != 0) {
        throw new IOException("failed: " + process.info().commandLine().orElse("a step"));
      }
    }
  }

  private static boolean succeeds(String... command) {
    try {
      return exitCode(
              new ProcessBuilder(command)
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start())
          == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static int exitCode(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
