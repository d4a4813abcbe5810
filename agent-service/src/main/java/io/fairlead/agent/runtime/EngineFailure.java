package io.fairlead.agent.runtime;

/** The engine could not or would not do what it was asked. */
public final class EngineFailure extends Exception {
  private final Kind kind;

  public EngineFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public EngineFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** What to make of it. */
  public enum Kind {
    /** There is no such image, container or command. */
    NOT_FOUND,
    /** The container is not in the state for it. */
    NOT_RUNNING,
    /** The engine said no: asking again will not help. */
    REFUSED,
    /** The engine is still at work on the same container: asking again later helps. */
    BUSY,
    /** The engine did not answer in time. */
    TIMEOUT,
    /** There is no engine at the moment. */
    UNREACHABLE,
    /** The calling thread was interrupted. */
    INTERRUPTED
  }
}
