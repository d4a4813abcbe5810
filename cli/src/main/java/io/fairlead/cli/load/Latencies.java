package io.fairlead.cli.load;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * How long calls took, from the moment when each was meant to be sent: one that is sent late, as
 * everything before it was late, counts the whole of its lateness (coordinated omission).
 */
public final class Latencies {
  private static final long LONGEST_NANOS = 600_000_000_000L;
  private static final int DIGITS = 3;

  private final Map<Operation, Histogram> answered = new EnumMap<>(Operation.class);
  private final Map<Operation, Long> failed = new EnumMap<>(Operation.class);
  private final Map<String, Long> reasons = new TreeMap<>();

  /**
   * What is known of some calls, in milliseconds.
   *
   * @param name of the operation, or {@code all}
   */
  public record Figures(
      String name, long answered, long failed, double p50, double p99, double p999, double most) {}

  /**
   * A call has ended.
   *
   * @param failure why it failed; empty where it was answered
   */
  public synchronized void ended(Operation operation, long nanos, Optional<String> failure) {
    if (failure.isPresent()) {
      failed.merge(operation, 1L, Long::sum);
      reasons.merge(failure.get(), 1L, Long::sum);
    } else {
      answered
          .computeIfAbsent(operation, _ -> new Histogram(LONGEST_NANOS, DIGITS))
          .recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }
  }

  /** Of all operations together. */
  public synchronized Figures all() {
    Histogram all = new Histogram(LONGEST_NANOS, DIGITS);
    answered.values().forEach(all::add);
    return figures("all", all, failed.values().stream().mapToLong(Long::longValue).sum());
  }

  /** Of each operation that was called. */
  public synchronized List<Figures> each() {
    return java.util.Arrays.stream(Operation.values())
        .filter(it -> answered.containsKey(it) || failed.containsKey(it))
        .map(
            it ->
                figures(
                    it.word(),
                    answered.getOrDefault(it, new Histogram(LONGEST_NANOS, DIGITS)),
                    failed.getOrDefault(it, 0L)))
        .toList();
  }

  /** How often each reason of a failure was heard. */
  public synchronized Map<String, Long> reasons() {
    return new TreeMap<>(reasons);
  }

  private static Figures figures(String name, Histogram nanos, long failed) {
    return new Figures(
        name,
        nanos.getTotalCount(),
        failed,
        nanos.getValueAtPercentile(50) / 1e6,
        nanos.getValueAtPercentile(99) / 1e6,
        nanos.getValueAtPercentile(99.9) / 1e6,
        nanos.getMaxValue() / 1e6);
  }
}
