package io.fairlead.scheduler.core;

import com.google.protobuf.Message;
import io.fairlead.proto.state.Change;
import java.util.List;

/**
 * What follows from an input: the changes to commit, in order, and the reply to give once they are.
 */
public record Decision(List<Change> changes, Reply reply) {

  /** The answer to a caller. */
  public sealed interface Reply {}

  /** The call's response. */
  public record Done(Message response) implements Reply {}

  /** A "no": nothing has changed. */
  public record Refused(Rejection rejection) implements Reply {}

  /** Nobody waits for an answer. */
  public record Silent() implements Reply {}
}
