package io.fairlead.cli;

import com.google.protobuf.Message;
import java.time.Clock;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The options of every command that calls Fairlead. */
final class Target {
  @Option(
      names = {"-c", "--cluster"},
      paramLabel = "NAME",
      defaultValue = "${env:FAIRLEAD_CLUSTER:-default}",
      description = "Cluster, by name or ARN (default: ${DEFAULT-VALUE}; FAIRLEAD_CLUSTER).")
  String cluster = "default";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json",
      description = "A table for people or JSON for programs (default: table).")
  Output output = Output.TABLE;

  Client open() {
    return new Client(access().channel(), cluster);
  }

  static Access access() {
    return Access.find(System.getenv(), Installation.here(), Clock.systemUTC());
  }

  /** Prints an answer as the caller wants it. */
  void show(Message answer, Supplier<Table> table) {
    if (json()) {
      ApiJson.print(answer);
    } else {
      table.get().print(System.out);
    }
  }

  boolean json() {
    return output == Output.JSON;
  }
}
