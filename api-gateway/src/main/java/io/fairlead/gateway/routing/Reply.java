package io.fairlead.gateway.routing;

import io.grpc.StatusRuntimeException;

/** What came of a call to the schedulers. */
public sealed interface Reply {

  /** The serialized answer. */
  record Answer(byte[] message) implements Reply {}

  /** The status to tell the caller. */
  record Failure(StatusRuntimeException status) implements Reply {}
}
