package io.fairlead.gateway.routing;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/** Notes whether a call got as far as a connection: one that did not has had no effect. */
final class SentProbe extends ClientStreamTracer.Factory {
  private volatile boolean sent;

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    return new ClientStreamTracer() {
      @Override
      public void outboundHeaders() {
        sent = true;
      }
    };
  }

  boolean sent() {
    return sent;
  }
}
