package io.fairlead.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes small images that behave in ways worth trying. */
@Command(
    name = "build-demo",
    description = "Make small images to try things with, from a static busybox, without any hub.",
    footer = {
      "",
      "  fairlead-demo/web       answers on port 8080",
      "  fairlead-demo/job       counts to ten and ends",
      "  fairlead-demo/cpu       uses all the CPU that it gets",
      "  fairlead-demo/memory    takes more and more memory until it is killed",
      "  fairlead-demo/slow      answers on port 8080 after half a minute",
      "  fairlead-demo/stubborn  does not hear SIGTERM",
      "  fairlead-demo/moody     healthy and ill in turn: check for the file /tmp/healthy"
    },
    mixinStandardHelpOptions = true)
final class ImagesBuildDemoCommand implements Callable<Integer> {
  @Option(names = "--push", description = "Push them to the registry, too.")
  boolean push;

  @Override
  public Integer call() {
    List<String> images = DemoFiles.makeImages(DemoFiles.folder());
    if (!push) {
      images.forEach(System.out::println);
      return ExitCode.OK.number();
    }
    try (Client client = new Client(Target.access().channel(), "");
        LocalEngine engine = LocalEngine.find(System.getenv())) {
      ImagePush registry = new ImagePush(client, engine);
      for (String image : images) {
        ImageName name = ImageName.parse(image);
        System.out.println(
            registry.push(image, name.repository(), name.tag().orElseThrow()).image());
      }
    }
    return ExitCode.OK.number();
  }
}
