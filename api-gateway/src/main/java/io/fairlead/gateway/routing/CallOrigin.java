package io.fairlead.gateway.routing;

import io.fairlead.gateway.identity.Identity;
import io.fairlead.proto.CallHeaders;
import io.grpc.Metadata;

/** Who made a call, and the id under which its caller knows it. */
public record CallOrigin(Identity identity, String requestId) {

  /**
   * The headers that tell it to another service; nothing of the caller's own headers is among them.
   */
  public Metadata headers(String serviceToken) {
    Metadata headers = new Metadata();
    headers.put(CallHeaders.PRINCIPAL, identity.arn());
    headers.put(CallHeaders.REQUEST_ID, requestId);
    headers.put(CallHeaders.SERVICE_TOKEN, serviceToken);
    return headers;
  }
}
