package io.fairlead.scheduler.shell.journal;

/** The store failed. Whether a commit in progress took effect is unknown. */
public final class JournalException extends RuntimeException {
  public JournalException(String doing, Throwable cause) {
    super(doing + ": " + cause.getMessage(), cause);
  }
}
