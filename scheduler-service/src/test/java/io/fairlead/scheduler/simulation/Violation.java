package io.fairlead.scheduler.simulation;

/** Something that must always hold did not. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  Violation(String what) {
    super(what);
  }

  /** Where a rule is a condition: what is wrong is worded only if it does not hold. */
  static void unless(boolean holds, String what, Object... details) {
    if (!holds) {
      throw new Violation(what.formatted(details));
    }
  }
}
