package io.fairlead.scheduler.core;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code cpu} and {@code memory} of a task, which the API takes as texts: CPU units or vCPUs
 * ({@code "512"}, {@code ".5 vCPU"}), MiB or GB ({@code "1024"}, {@code "1GB"}).
 */
public final class TaskSize {
  /** The least memory of a container in MiB; engines refuse less. */
  public static final int LEAST_MEMORY = 6;

  private static final Pattern CPU = Pattern.compile("(\\d{1,6}|\\d{0,3}\\.\\d{1,4})\\s*(vcpu)?");
  private static final Pattern MEMORY = Pattern.compile("(\\d{1,7}|\\d{0,4}\\.\\d{1,4})\\s*(gb)?");
  private static final int UNITS = 1024;

  private TaskSize() {}

  /** CPU units, 1024 to a vCPU; empty where the text is no such size. */
  public static OptionalInt cpuUnits(String text) {
    return parse(CPU, text);
  }

  /** MiB; empty where the text is no such size. */
  public static OptionalInt mebibytes(String text) {
    return parse(MEMORY, text);
  }

  private static OptionalInt parse(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return OptionalInt.empty();
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    BigDecimal units =
        matcher.group(2) == null ? number : number.multiply(BigDecimal.valueOf(UNITS));
    try {
      return OptionalInt.of(units.intValueExact());
    } catch (ArithmeticException e) {
      return OptionalInt.empty();
    }
  }
}
