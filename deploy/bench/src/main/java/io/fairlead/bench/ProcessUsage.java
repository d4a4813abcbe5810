package io.fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process and its descendants have used, as Linux tells in /proc.
 *
 * @param cpuSeconds of user and system since their starts
 * @param memoryMib proportional share of the memory they hold: what several share counts once
 */
public record ProcessUsage(double cpuSeconds, double memoryMib) {
  private static final double TICKS_A_SECOND = 100;

  /** Of a process alone. */
  public static ProcessUsage of(long pid) {
    return new ProcessUsage(cpu(pid), memory(pid));
  }

  /** Of a process and all below it. */
  static ProcessUsage ofTree(long pid) {
    ProcessHandle root = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(root), root.descendants())
        .map(process -> of(process.pid()))
        .reduce(new ProcessUsage(0, 0), ProcessUsage::plus);
  }

  private ProcessUsage plus(ProcessUsage other) {
    return new ProcessUsage(cpuSeconds + other.cpuSeconds, memoryMib + other.memoryMib);
  }

  /** The share of one core that was used since an earlier look, in percent. */
  double percentSince(ProcessUsage before, double seconds) {
    return 100 * (cpuSeconds - before.cpuSeconds) / seconds;
  }

  private static double cpu(long pid) {
    String stat = read(pid, "stat");
    // The name, in parentheses, may hold spaces; of what follows it these are user and system time.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    return fields.length < 13
        ? 0
        : (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
  }

  private static double memory(long pid) {
    return read(pid, "smaps_rollup")
            .lines()
            .filter(line -> line.startsWith("Pss:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        / 1024.0;
  }

  /** Empty where the process has ended. */
  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), file));
    } catch (IOException e) {
      return "";
    }
  }
}
