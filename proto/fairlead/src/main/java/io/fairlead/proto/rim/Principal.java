package io.fairlead.proto.rim;

import io.fairlead.proto.CallHeaders;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Makes known to an endpoint for whom the gateway has let the call in. */
public final class Principal implements ServerInterceptor {
  /** ARN of the caller; empty where the gateway named none. */
  public static final Context.Key<String> CURRENT = Context.keyWithDefault("principal", "");

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String principal = headers.get(CallHeaders.PRINCIPAL);
    return Contexts.interceptCall(
        Context.current().withValue(CURRENT, principal == null ? "" : principal),
        call,
        headers,
        next);
  }
}
