package io.fairlead.cli;

import io.fairlead.proto.ecr.BatchDeleteImageRequest;
import io.fairlead.proto.ecr.BatchDeleteImageResponse;
import io.fairlead.proto.ecr.ImageFailure;
import io.fairlead.proto.ecr.ImageIdentifier;
import java.io.Console;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes an image, or one of its tags. */
@Command(
    name = "rm",
    description = "Delete images.",
    footer = {
      "",
      "By tag the image goes with its last tag; by digest it goes with all its tags.",
      "Without a terminal to ask on, --yes is needed."
    },
    mixinStandardHelpOptions = true)
final class ImagesRemoveCommand implements Callable<Integer> {
  @Mixin Display display = new Display();

  @Parameters(arity = "1", paramLabel = "REPOSITORY:TAG|REPOSITORY@DIGEST", description = "Which.")
  ImageName image = new ImageName("", Optional.empty(), Optional.empty());

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  @Override
  public Integer call() {
    if (!image.exact()) {
      throw CommandFailure.usage(
          "'" + image + "' names no image", "Give a tag or digest: " + image + ":TAG");
    }
    if (!yes && !confirmed()) {
      throw CommandFailure.failed("nothing was deleted", "");
    }
    try (Client client = new Client(Target.access().channel(), "")) {
      BatchDeleteImageResponse answer =
          client
              .ecr()
              .batchDeleteImage(
                  BatchDeleteImageRequest.newBuilder()
                      .setRepositoryName(image.repository())
                      .addImageIds(image.id())
                      .build());
      refuse(answer.getFailuresList());
      if (display.json()) {
        ApiJson.print(answer);
      } else {
        answer.getImageIdsList().forEach(this::told);
      }
    }
    return ExitCode.OK.number();
  }

  private void told(ImageIdentifier id) {
    String tag = id.getImageTag().isEmpty() ? "" : ":" + id.getImageTag();
    System.out.println("deleted " + image.repository() + tag + " (" + id.getImageDigest() + ")");
  }

  private boolean confirmed() {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw CommandFailure.usage("there is no terminal to ask on", "Add --yes.");
    }
    String answer = console.readLine("Delete %s? [y/N] ", image);
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }

  private void refuse(List<ImageFailure> failures) {
    if (!failures.isEmpty()) {
      throw CommandFailure.failed(
          image + ": " + failures.getFirst().getFailureReason(),
          "See: fairlead images ls " + image.repository());
    }
  }
}
