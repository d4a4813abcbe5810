package io.fairlead.cli;

import java.io.PrintStream;

/** A line that is written over on a terminal; elsewhere each change is a line of its own. */
final class LiveLine {
  private final PrintStream out;
  private final boolean terminal = System.console() != null && System.console().isTerminal();
  private final long begin = System.nanoTime();
  private String shown = "";

  LiveLine(PrintStream out) {
    this.out = out;
  }

  /** Whether it is written over, so that many changes do no harm. */
  boolean live() {
    return terminal;
  }

  void show(String text) {
    if (text.equals(shown)) {
      return;
    }
    shown = text;
    double seconds = (System.nanoTime() - begin) / 1e9;
    String line = String.format("  %5.1f s  %s", seconds, text);
    if (terminal) {
      out.print("\r" + line + "\033[K");
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** A line that stays. */
  void say(String text) {
    end();
    shown = "";
    out.printf("  %5.1f s  %s%n", (System.nanoTime() - begin) / 1e9, text);
    out.flush();
  }

  void end() {
    if (terminal && !shown.isEmpty()) {
      out.println();
    }
  }
}
