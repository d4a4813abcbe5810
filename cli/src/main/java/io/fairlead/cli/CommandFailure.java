package io.fairlead.cli;

/** Ends a command with an exit code, what went wrong, and what to do about it. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final String next;

  CommandFailure(ExitCode code, String message, String next) {
    super(message, null, false, false);
    this.code = code;
    this.next = next;
  }

  static CommandFailure failed(String message, String next) {
    return new CommandFailure(ExitCode.FAILED, message, next);
  }

  static CommandFailure usage(String message, String next) {
    return new CommandFailure(ExitCode.USAGE, message, next);
  }

  ExitCode code() {
    return code;
  }

  /** The next step; empty where the message says it all. */
  String next() {
    return next;
  }
}
