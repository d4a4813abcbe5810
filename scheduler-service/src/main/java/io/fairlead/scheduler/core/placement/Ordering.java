package io.fairlead.scheduler.core.placement;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Optional;

/** How texts of expressions compare. */
final class Ordering {
  /** As numbers where both are, as texts otherwise. */
  static final Comparator<String> TEXT_OR_NUMBER =
      (left, right) -> {
        Optional<BigDecimal> a = number(left);
        Optional<BigDecimal> b = number(right);
        return a.isPresent() && b.isPresent() ? a.get().compareTo(b.get()) : left.compareTo(right);
      };

  /** Part by part between dots, so that 1.10.0 follows 1.9.0. */
  static final Comparator<String> VERSION = Ordering::compareVersions;

  /** As moments: a date, or a date and time with an offset. */
  static final Comparator<String> MOMENT = Comparator.comparing(Ordering::moment);

  private Ordering() {}

  private static Optional<BigDecimal> number(String text) {
    if (text.isEmpty()
        || text.length() > 32
        || !Character.isDigit(text.charAt(text.length() - 1))) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static int compareVersions(String left, String right) {
    String[] a = left.split("\\.", -1);
    String[] b = right.split("\\.", -1);
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      int order = TEXT_OR_NUMBER.compare(i < a.length ? a[i] : "0", i < b.length ? b[i] : "0");
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** A text that is no moment sorts before all that are; the parser has refused it in arguments. */
  static Instant moment(String text) {
    return parseMoment(text).orElse(Instant.MIN);
  }

  static Optional<Instant> parseMoment(String text) {
    try {
      return Optional.of(
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
