package io.fairlead.cli.checker;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What must not be. */
public enum Rule {
  /** The API says that a task runs, and no container of it does. */
  LOST("a task that runs has no container"),
  /** A task has a container twice, on one instance or on two. */
  TWICE("a task runs twice"),
  /** A container runs whose task has stopped, or is none. */
  ORPHANED("a container runs whose task does not"),
  /** The events told of a task that has not stopped, and the API knows none. */
  VANISHED("a task is gone and never stopped"),
  /** Events and API do not say the same of a task. */
  MISTOLD("events and API differ"),
  /** More is reserved on an instance than it has. */
  OVER_COMMITTED("an instance has more tasks than it holds"),
  /** Fewer tasks run than a service must always have, and no fault has taken them. */
  BELOW_MINIMUM("fewer tasks run than minimumHealthyPercent allows"),
  /** A task that should stop does not come to it. */
  UNACKNOWLEDGED("a task does not stop");

  private final String meaning;

  Rule(String meaning) {
    this.meaning = meaning;
  }

  /** In words, for people. */
  public String meaning() {
    return meaning;
  }

  /** As it is written: {@code below-minimum}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads a {@link #word}.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  public static Rule of(String word) {
    return Arrays.stream(values())
        .filter(rule -> rule.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no rule "
                        + word
                        + "; there are: "
                        + Arrays.stream(values())
                            .map(Rule::word)
                            .collect(Collectors.joining(", "))));
  }
}
