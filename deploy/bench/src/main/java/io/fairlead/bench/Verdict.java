package io.fairlead.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of a benchmark's outcome: figure, target, whether it was met. */
public final class Verdict {
  private final List<String> missed = new ArrayList<>();

  /** Prints a figure that must not be above its target. */
  public void atMost(String name, double figure, double target, String unit) {
    print(name, figure, "<= " + format(target), unit, figure <= target);
  }

  /** Prints a figure that must not be below its target. */
  public void atLeast(String name, double figure, double target, String unit) {
    print(name, figure, ">= " + format(target), unit, figure >= target);
  }

  /** Prints a figure that has no target. */
  public void plain(String name, double figure, String unit) {
    System.out.printf(Locale.ROOT, "%-52s %10s %s%n", name, format(figure), unit);
  }

  private void print(String name, double figure, String target, String unit, boolean met) {
    System.out.printf(
        Locale.ROOT,
        "%-52s %10s %-6s target %-10s %s%n",
        name,
        format(figure),
        unit,
        target,
        met ? "met" : "MISSED");
    if (!met) {
      missed.add(name);
    }
  }

  private static String format(double figure) {
    return String.format(Locale.ROOT, Math.abs(figure) >= 100 ? "%.0f" : "%.2f", figure);
  }

  /** The exit code: with {@code --check} a missed target is a failure. */
  public int exitCode(String[] arguments) {
    boolean check = List.of(arguments).contains("--check");
    return check && !missed.isEmpty() ? 1 : 0;
  }

  public static double median(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
