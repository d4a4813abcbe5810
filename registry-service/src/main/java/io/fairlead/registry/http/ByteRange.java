package io.fairlead.registry.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@code Range} header asks for (RFC 9110, 14.2). Several ranges at once are ignored. */
sealed interface ByteRange {
  Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** All of it. */
  record Whole() implements ByteRange {}

  /** The first and the last byte, both included. */
  record Part(long from, long to) implements ByteRange {}

  /** Bytes that are not there, or a range that ends before it begins. */
  record Outside() implements ByteRange {}

  static ByteRange of(String header, long size) {
    Matcher parts = SINGLE.matcher(header.strip());
    if (!parts.matches()) {
      return new Whole();
    }
    String from = parts.group(1);
    String to = parts.group(2);
    if (from.isEmpty()) {
      return to.isEmpty() ? new Whole() : last(Long.parseLong(to), size);
    }
    long first = Long.parseLong(from);
    long end = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
    return first > end ? new Outside() : new Part(first, end);
  }

  private static ByteRange last(long count, long size) {
    return count == 0 || size == 0 ? new Outside() : new Part(Math.max(0, size - count), size - 1);
  }
}
