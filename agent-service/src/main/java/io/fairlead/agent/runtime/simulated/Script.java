package io.fairlead.agent.runtime.simulated;

import io.fairlead.agent.core.Remembered;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated container behaves. A task definition says it with {@code dockerLabels}, durations
 * in ISO 8601 ({@code PT0.2S}):
 *
 * <pre>
 * io.fairlead.simulated.create-time      how long its creation takes
 * io.fairlead.simulated.start-time       how long its start takes
 * io.fairlead.simulated.run-time         when it exits by itself; without this it runs until stopped
 * io.fairlead.simulated.exit-code        with which code it then exits
 * io.fairlead.simulated.stop-time        how long it needs to end after SIGTERM; "never" ignores it
 * io.fairlead.simulated.stop-code        with which code it then ends; 0
 * io.fairlead.simulated.healthy-after    when its health check passes; "never" lets it fail
 * io.fairlead.simulated.create-failure   the words with which the engine refuses to create it
 * io.fairlead.simulated.start-failure    the words with which the engine refuses to start it
 * io.fairlead.simulated.output           what it writes when it starts
 * io.fairlead.simulated.cpu              CPU units it uses; 0
 * io.fairlead.simulated.memory           MiB it uses; 1
 * </pre>
 *
 * @param runTime null where it never exits by itself
 * @param stopTime null where it does not end by itself when asked to
 * @param healthyAfter null where it never becomes healthy
 */
public record Script(
    Duration createTime,
    Duration startTime,
    @Nullable Duration runTime,
    int exitCode,
    @Nullable Duration stopTime,
    int stopCode,
    @Nullable Duration healthyAfter,
    @Nullable String createFailure,
    @Nullable String startFailure,
    String output,
    int cpuUnits,
    int memoryMib) {

  static final String PREFIX = "io.fairlead.simulated.";
  private static final String NEVER = "never";
  private static final Remembered<Map<String, String>, Script> READ =
      new Remembered<>(Script::read);

  /**
   * Reads a script from labels.
   *
   * @throws IllegalArgumentException naming the label whose value cannot be read
   */
  public static Script of(Map<String, String> labels) {
    return READ.of(labels);
  }

  private static Script read(Map<String, String> labels) {
    return new Script(
        duration(labels, "create-time"),
        duration(labels, "start-time"),
        labels.containsKey(PREFIX + "run-time") ? duration(labels, "run-time") : null,
        number(labels, "exit-code", 0),
        unlessNever(labels, "stop-time"),
        number(labels, "stop-code", 0),
        unlessNever(labels, "healthy-after"),
        labels.get(PREFIX + "create-failure"),
        labels.get(PREFIX + "start-failure"),
        labels.getOrDefault(PREFIX + "output", ""),
        number(labels, "cpu", 0),
        number(labels, "memory", 1));
  }

  /** Whether the labels make a step take time. */
  static boolean takesTime(Map<String, String> labels) {
    return labels.containsKey(PREFIX + "create-time")
        || labels.containsKey(PREFIX + "start-time")
        || labels.containsKey(PREFIX + "stop-time");
  }

  private static @Nullable Duration unlessNever(Map<String, String> labels, String name) {
    return NEVER.equals(labels.get(PREFIX + name)) ? null : duration(labels, name);
  }

  private static Duration duration(Map<String, String> labels, String name) {
    String text = labels.get(PREFIX + name);
    if (text == null) {
      return Duration.ZERO;
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "label " + PREFIX + name + ": expected a duration like PT0.2S, not " + text, e);
    }
  }

  private static int number(Map<String, String> labels, String name, int fallback) {
    String text = labels.get(PREFIX + name);
    if (text == null) {
      return fallback;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "label " + PREFIX + name + ": expected a number, not " + text, e);
    }
  }
}
