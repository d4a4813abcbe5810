package io.fairlead.registry.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be done with a repository. Scopes write them in lower case. */
public enum Action {
  PULL,
  PUSH,
  DELETE;

  /** As scopes write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Action> of(String word) {
    return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
  }
}
