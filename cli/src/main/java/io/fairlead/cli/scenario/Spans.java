package io.fairlead.cli.scenario;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A span of time, or any between two: {@code 5s}, {@code 500ms-2s}. */
public record Spans(Duration least, Duration most) {
  private static final Pattern ONE = Pattern.compile("(\\d{1,6})(ms|[smh])");

  /**
   * @throws IllegalArgumentException where it is written otherwise
   */
  public static Spans parse(String text) {
    String[] ends = text.split("-", 2);
    Spans spans = new Spans(span(ends[0]), span(ends[ends.length - 1]));
    if (spans.least.compareTo(spans.most) > 0) {
      throw new IllegalArgumentException(text + " ends before it begins");
    }
    return spans;
  }

  /** One span: {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}. */
  static Duration span(String text) {
    Matcher matcher = ONE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a span such as 500ms, 5s, 2m or 1h, not " + text);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  Duration drawn(RandomGenerator random) {
    return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
  }
}
