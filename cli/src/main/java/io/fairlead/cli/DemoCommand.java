package io.fairlead.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deploys a service, calls it, breaks it, and shows it healed. */
@Command(
    name = "demo",
    description = "Deploy a service of two containers, call it, kill a container, see it replaced.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Mixin Target target = new Target();

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      defaultValue = "${env:FAIRLEAD_DEMO_IMAGE}",
      description = "An image with a shell and httpd; made from this machine's busybox if absent.")
  Optional<String> image = Optional.empty();

  @Option(
      names = "--count",
      defaultValue = "2",
      description = "How many tasks (default: ${DEFAULT-VALUE}).")
  int count = 2;

  @Option(
      names = "--timeout",
      paramLabel = "SPAN",
      defaultValue = "2m",
      description = "For each step at most so long (default: ${DEFAULT-VALUE}).")
  Ago timeout = new Ago(Duration.ofMinutes(2));

  @Option(names = "--keep", description = "Leave the service there at the end.")
  boolean keep;

  @Override
  public Integer call() {
    boolean simulated =
        Installation.here().ready().getOrDefault("runtime", "docker").equals("simulated");
    Path folder = DemoFiles.folder();
    try (Client client = target.open()) {
      Demo demo = new Demo(client, timeout.duration(), count, simulated);
      String used =
          simulated ? "simulated:latest" : image.orElseGet(() -> DemoFiles.makeImage(folder));
      try {
        demo.run(DemoFiles.definition(folder, used));
      } finally {
        if (!keep) {
          demo.cleanUp();
        }
      }
    }
    System.out.println("The demo is done.");
    return ExitCode.OK.number();
  }
}
