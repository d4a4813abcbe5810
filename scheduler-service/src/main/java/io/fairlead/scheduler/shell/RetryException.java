package io.fairlead.scheduler.shell;

import org.jspecify.annotations.Nullable;

/** Nothing is known about the outcome, or nothing was tried: the caller may try again. */
public final class RetryException extends RuntimeException {
  public RetryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
