package io.fairlead.scheduler.simulation;

/** A call has no answer: the outcome is unknown, or another scheduler has the cluster. */
final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final boolean elsewhere;

  Unavailable(boolean elsewhere) {
    super(elsewhere ? "another scheduler has the cluster" : "the outcome is unknown");
    this.elsewhere = elsewhere;
  }

  /** Whether nothing has been done because the cluster is another scheduler's. */
  boolean isElsewhere() {
    return elsewhere;
  }
}
