package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of the demo in the checkout: a task definition and scripts that make images. */
final class DemoFiles {
  private DemoFiles() {}

  static Path folder() {
    String root = System.getenv("FAIRLEAD_ROOT");
    Path folder = Path.of(root == null ? "." : root).resolve("deploy").resolve("demo");
    if (!Files.isDirectory(folder)) {
      throw CommandFailure.failed("no demo in " + folder, "Run ./fairlead demo from a checkout.");
    }
    return folder;
  }

  /** The definition of the file, with this image for all its containers. */
  static RegisterTaskDefinitionRequest definition(Path folder, String image) {
    RegisterTaskDefinitionRequest.Builder request =
        TaskDefinitions.read(JsonInput.file(folder.resolve("web.json"))).toBuilder();
    List<ContainerDefinition> containers = List.copyOf(request.getContainerDefinitionsList());
    request.clearContainerDefinitions();
    containers.forEach(
        container -> request.addContainerDefinitions(container.toBuilder().setImage(image)));
    return request.build();
  }

  /** The image's name, as the script prints it; what it says meanwhile is for the user. */
  static String makeImage(Path folder) {
    return run(folder.resolve("make-image"), "Give one: fairlead demo --image IMAGE");
  }

  /** The names of the images that show some behaviour each. */
  static List<String> makeImages(Path folder) {
    return run(folder.resolve("make-images"), "Does docker work? See: docker info")
        .lines()
        .toList();
  }

  private static String run(Path script, String otherwise) {
    try {
      Process process =
          new ProcessBuilder(script.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String names = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      if (process.waitFor() != 0 || names.isEmpty()) {
        throw CommandFailure.failed("the demo's images could not be made", otherwise);
      }
      return names;
    } catch (IOException e) {
      throw CommandFailure.failed(script.getFileName() + " does not run: " + e.getMessage(), "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted", "");
    }
  }
}
