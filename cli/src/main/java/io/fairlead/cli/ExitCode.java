package io.fairlead.cli;

/** What the command's exit status means to the script that called it. */
enum ExitCode {
  /** Done. */
  OK(0),
  /** Fairlead refused it, or it failed. */
  FAILED(1),
  /** The command line is wrong; nothing was sent. */
  USAGE(2),
  /** Fairlead is not reached. */
  UNREACHABLE(3),
  /** The credentials are missing, wrong, too old or not enough. */
  NOT_ALLOWED(4),
  /** It did not come about in the time that was given. */
  TIMED_OUT(5);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
