package io.fairlead.scheduler.core;

import java.util.function.Function;

/** What a check of a call comes to: a value to go on with, or a "no". */
sealed interface Answer<T> {

  /** The check holds. */
  record Yes<T>(T value) implements Answer<T> {}

  /** It does not. */
  record No<T>(Rejection rejection) implements Answer<T> {}

  /** Goes on with the value; a "no" becomes the reply. */
  default Decision.Reply reply(Function<T, Decision.Reply> next) {
    return switch (this) {
      case Yes<T>(T value) -> next.apply(value);
      case No<T>(Rejection rejection) -> new Decision.Refused(rejection);
    };
  }
}
