package io.fairlead.cli;

import io.fairlead.proto.ecr.Image;
import io.fairlead.proto.ecr.ImageIdentifier;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Pushes an image of the local engine into the registry. */
@Command(
    name = "push",
    description = "Push an image of this machine's container engine to the registry.",
    footer = {
      "",
      "The repository is made where it is not there yet. No docker login is needed:",
      "the password is asked of Fairlead for this push, and kept nowhere. The image",
      "keeps the registry's name beside its own in the engine, as with docker tag."
    },
    mixinStandardHelpOptions = true)
final class ImagesPushCommand implements Callable<Integer> {
  private static final String LATEST = "latest";

  @Mixin Display display = new Display();

  @Parameters(index = "0", paramLabel = "IMAGE", description = "Name or id in the engine.")
  String local = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REPOSITORY[:TAG]",
      description = "Where it goes (default: as IMAGE is named, :latest).")
  Optional<ImageName> target = Optional.empty();

  @Override
  public Integer call() {
    ImageName name = target.orElseGet(() -> ImageName.parse(local));
    if (name.digest().isPresent()) {
      throw CommandFailure.usage("a digest cannot be pushed to", "Give REPOSITORY:TAG.");
    }
    String tag = name.tag().orElse(LATEST);
    try (Client client = new Client(Target.access().channel(), "");
        LocalEngine engine = LocalEngine.find(System.getenv())) {
      ImagePush.Pushed pushed = new ImagePush(client, engine).push(local, name.repository(), tag);
      if (display.json()) {
        ImageIdentifier id =
            ImageIdentifier.newBuilder().setImageTag(tag).setImageDigest(pushed.digest()).build();
        ApiJson.print(
            Image.newBuilder().setRepositoryName(name.repository()).setImageId(id).build());
      } else {
        System.out.println("pushed " + pushed.image() + "  " + pushed.digest());
      }
    }
    return ExitCode.OK.number();
  }
}
