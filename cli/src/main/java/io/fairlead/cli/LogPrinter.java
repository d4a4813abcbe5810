package io.fairlead.cli;

import io.fairlead.proto.api.LogLine;
import java.io.PrintStream;

/**
 * Prints lines of logs, those of several tasks with the task's id before them.
 *
 * @param tasks whether lines of several tasks are mixed
 */
record LogPrinter(PrintStream out, boolean json, boolean timestamps, boolean tasks) {

  /** Lines of several streams come in on several threads; each stays whole. */
  void print(String taskArn, LogLine line) {
    synchronized (out) {
      if (json) {
        ApiJson.printLine(line);
      } else {
        out.println(before(taskArn, line) + text(line));
      }
      out.flush();
    }
  }

  private String before(String taskArn, LogLine line) {
    String time = timestamps ? Words.time(line.getTime()) + "  " : "";
    String task = tasks ? Words.shortId(taskArn) + "/" : "";
    return time + task + line.getContainer() + "  ";
  }

  private static String text(LogLine line) {
    return line.getText().toStringUtf8().stripTrailing();
  }
}
