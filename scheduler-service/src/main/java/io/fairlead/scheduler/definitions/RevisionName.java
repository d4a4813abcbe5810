package io.fairlead.scheduler.definitions;

import io.fairlead.proto.Arn;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How calls name a task definition: {@code family}, {@code family:revision} or an ARN.
 *
 * @param revision absent where the latest ACTIVE one is meant
 */
public record RevisionName(String family, OptionalInt revision) {
  private static final Pattern FORM = Pattern.compile("([a-zA-Z0-9_-]{1,255})(?::(\\d{1,9}))?");

  /** Reads a name; empty where the text is none. */
  public static Optional<RevisionName> parse(String text) {
    Optional<Arn> arn = Arn.parse(text);
    if (arn.isPresent() && !arn.get().type().equals("task-definition")) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(arn.map(Arn::path).orElse(text));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String digits = matcher.group(2);
    return Optional.of(
        new RevisionName(
            matcher.group(1),
            digits == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits))));
  }
}
