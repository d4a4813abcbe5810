package io.fairlead.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A span of time as people write it: 90s, 10m, 2h, 1d. */
record Ago(Duration duration) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smhd])");

  /**
   * @throws picocli.CommandLine.TypeConversionException if it is written otherwise
   */
  static Ago parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new picocli.CommandLine.TypeConversionException(
          "expected a span such as 90s, 10m, 2h or 1d, not " + text);
    }
    long amount = Long.parseLong(matcher.group(1));
    return new Ago(
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        });
  }
}
