package io.fairlead.gateway.rpc;

import com.google.rpc.Code;
import io.fairlead.gateway.identity.Identity;
import io.fairlead.gateway.routing.CallOrigin;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.CallHeaders;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Lets a call through once its bearer token proves a caller who may make it. */
final class CallAuthentication implements ServerInterceptor {
  private static final Context.Key<CallOrigin> ORIGIN = Context.key("fairlead-origin");

  private final BearerCheck bearer;

  CallAuthentication(BearerCheck bearer) {
    this.bearer = bearer;
  }

  /** Who made the call that the current thread works on. */
  static CallOrigin origin() {
    return ORIGIN.get();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    MethodDescriptor<Q, A> method = call.getMethodDescriptor();
    String service = String.valueOf(method.getServiceName());
    if (Access.open(service, method.getFullMethodName())) {
      return next.startCall(call, headers);
    }
    String authorization = headers.get(CallHeaders.AUTHORIZATION);
    Optional<Identity> caller = bearer.check(authorization == null ? "" : authorization);
    if (caller.isEmpty()) {
      return refuse(call, Code.UNAUTHENTICATED, authorization == null ? MISSING : UNRECOGNIZED);
    }
    if (!Access.allowed(caller.get(), service)) {
      return refuse(call, Code.PERMISSION_DENIED, denied(caller.get(), service));
    }
    CallOrigin origin = new CallOrigin(caller.get(), UUID.randomUUID().toString());
    return Contexts.interceptCall(Context.current().withValue(ORIGIN, origin), call, headers, next);
  }

  private record Refusal(String type, String message) {}

  private static final Refusal MISSING =
      new Refusal(
          "MissingAuthenticationTokenException",
          "The call needs the header 'authorization: Bearer TOKEN'.");
  private static final Refusal UNRECOGNIZED =
      new Refusal("UnrecognizedClientException", "The bearer token is not valid here, or no more.");

  private static Refusal denied(Identity caller, String service) {
    return new Refusal("AccessDeniedException", caller.arn() + " may not call " + service + ".");
  }

  private static <Q, A> ServerCall.Listener<Q> refuse(
      ServerCall<Q, A> call, Code code, Refusal refusal) {
    StatusRuntimeException status = ApiErrors.of(code, refusal.type(), refusal.message(), Map.of());
    Metadata trailers = status.getTrailers();
    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    return new ServerCall.Listener<>() {};
  }
}
