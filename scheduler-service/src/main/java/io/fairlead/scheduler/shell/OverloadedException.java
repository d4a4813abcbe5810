package io.fairlead.scheduler.shell;

/** Nothing was tried, as too many calls wait: the caller may try again, and had better wait. */
public final class OverloadedException extends RuntimeException {
  OverloadedException() {
    super("too many calls wait");
  }
}
