package io.fairlead.scheduler.definitions;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Rules of one subject, each of which may have a complaint in words for the caller. */
record Rules<T>(List<Function<T, Optional<String>>> rules) {

  @SafeVarargs
  static <T> Rules<T> of(Function<T, Optional<String>>... rules) {
    return new Rules<>(List.of(rules));
  }

  /** The first complaint; empty where there is none. */
  Optional<String> complaint(T subject) {
    return rules.stream().map(rule -> rule.apply(subject)).flatMap(Optional::stream).findFirst();
  }

  static Optional<String> when(boolean wrong, String complaint) {
    return wrong ? Optional.of(complaint) : Optional.empty();
  }

  /** Complains unless a number that is there lies within bounds. */
  static Optional<String> within(String member, boolean present, int value, int least, int most) {
    return when(
        present && (value < least || value > most),
        member + " must be between " + least + " and " + most + ", not " + value + ".");
  }
}
