package io.fairlead.cli;

import java.time.Clock;
import picocli.CommandLine.Option;

/** The options of every command that is about a cluster. */
final class Target extends Display {
  @Option(
      names = {"-c", "--cluster"},
      paramLabel = "NAME",
      defaultValue = "${env:FAIRLEAD_CLUSTER:-default}",
      description = "Cluster, by name or ARN (default: ${DEFAULT-VALUE}; FAIRLEAD_CLUSTER).")
  String cluster = "default";

  Client open() {
    return new Client(access().channel(), cluster);
  }

  static Access access() {
    return Access.find(System.getenv(), Installation.here(), Clock.systemUTC());
  }
}
