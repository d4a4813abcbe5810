package io.fairlead.agent.runtime;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * The sizes of a task as the API writes them: {@code 256}, {@code .25 vCPU}, {@code 512} (MiB),
 * {@code 1 GB}.
 */
final class TaskSize {
  private static final BigDecimal PER_CORE = BigDecimal.valueOf(1024);

  private TaskSize() {}

  static Optional<Long> cpuUnits(String text) {
    String size = text.toLowerCase(Locale.ROOT).strip();
    return size.endsWith("vcpu")
        ? number(size.substring(0, size.length() - 4)).map(TaskSize::scaled)
        : number(size).map(BigDecimal::longValue);
  }

  static Optional<Long> memoryMib(String text) {
    String size = text.toLowerCase(Locale.ROOT).strip();
    return size.endsWith("gb")
        ? number(size.substring(0, size.length() - 2)).map(TaskSize::scaled)
        : number(size).map(BigDecimal::longValue);
  }

  private static long scaled(BigDecimal number) {
    return number.multiply(PER_CORE).longValue();
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
