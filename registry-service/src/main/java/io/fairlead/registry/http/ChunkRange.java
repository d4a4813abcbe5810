package io.fairlead.registry.http;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the body of a request belongs in an upload, by its {@code Content-Range}: {@code
 * FIRST-LAST}, both included, without a unit (OCI distribution-spec 1.1, "Pushing a blob in
 * chunks").
 */
sealed interface ChunkRange {
  Pattern RANGE = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  /** Not said: where the upload ends. */
  record AtTheEnd() implements ChunkRange {}

  /** From this byte on. */
  record From(long from) implements ChunkRange {}

  /** The body is longer or shorter. */
  record OtherLength(String why) implements ChunkRange {}

  /** Not of that form. */
  record NotARange(String why) implements ChunkRange {}

  static ChunkRange of(Request request) {
    String header = request.header("content-range").orElse("");
    if (header.isEmpty()) {
      return new AtTheEnd();
    }
    Matcher parts = RANGE.matcher(header);
    if (!parts.matches()) {
      return new NotARange("Content-Range is not of the form FIRST-LAST");
    }
    long first = Long.parseLong(parts.group(1));
    long length = Long.parseLong(parts.group(2)) - first + 1;
    if (length < 1) {
      return new NotARange("Content-Range ends before it begins");
    }
    OptionalLong body = request.length();
    return body.isPresent() && body.getAsLong() != length
        ? new OtherLength("the body has " + body.getAsLong() + " bytes, Content-Range " + length)
        : new From(first);
  }
}
