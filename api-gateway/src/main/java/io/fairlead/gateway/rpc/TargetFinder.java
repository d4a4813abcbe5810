package io.fairlead.gateway.rpc;

import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.fairlead.gateway.routing.CallOrigin;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;

/** Finds where a streaming call goes by its first message. */
interface TargetFinder {

  /** Where to, or why nowhere. */
  sealed interface Target {
    /** Over this channel, with these headers. */
    record Reachable(Channel channel, Metadata headers) implements Target {}

    /** The status to close the call with. */
    record Unreachable(StatusRuntimeException status) implements Target {}
  }

  /** The target at the given attempt, counted from 0; may block. */
  Target find(Message first, CallOrigin origin, int attempt);

  /** Takes note of a target's answer that another one is responsible. */
  void learn(Message first, ErrorInfo notOwner);
}
