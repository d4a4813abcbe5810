package io.fairlead.cli;

import com.google.protobuf.Message;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** How the caller wants to see an answer. */
class Display {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json",
      description = "A table for people or JSON for programs (default: table).")
  Output output = Output.TABLE;

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
