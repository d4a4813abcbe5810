package io.fairlead.gateway.rpc;

import com.google.rpc.Code;
import io.fairlead.gateway.calls.CallLedger;
import io.fairlead.gateway.calls.OpenCall;
import io.fairlead.gateway.identity.Identity;
import io.fairlead.gateway.routing.CallOrigin;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.CallHeaders;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a call through once its bearer token proves a caller who may make it, and accounts for it.
 */
final class CallAuthentication implements ServerInterceptor {
  private static final Context.Key<CallOrigin> ORIGIN = Context.key("fairlead-origin");
  private static final Context.Key<OpenCall> ACCOUNT = Context.key("fairlead-account");

  private final BearerCheck bearer;
  private final CallLedger ledger;

  CallAuthentication(BearerCheck bearer, CallLedger ledger) {
    this.bearer = bearer;
    this.ledger = ledger;
  }

  /** Who made the call that the current thread works on. */
  static CallOrigin origin() {
    return ORIGIN.get();
  }

  /** What is noted of the call that the current thread works on. */
  static OpenCall account() {
    return ACCOUNT.get();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String service = String.valueOf(call.getMethodDescriptor().getServiceName());
    if (Access.unnoted(service)) {
      return next.startCall(call, headers);
    }
    OpenCall account = CallAccounts.open(call, ledger);
    return CallAccounts.noted(
        authenticated(CallAccounts.noted(call, account), service, headers, next, account), account);
  }

  private <Q, A> ServerCall.Listener<Q> authenticated(
      ServerCall<Q, A> call,
      String service,
      Metadata headers,
      ServerCallHandler<Q, A> next,
      OpenCall account) {
    Context context = Context.current().withValue(ACCOUNT, account);
    String method = call.getMethodDescriptor().getFullMethodName();
    if (Access.open(method)) {
      return Contexts.interceptCall(context, call, headers, next);
    }
    String authorization = headers.get(CallHeaders.AUTHORIZATION);
    account.claims(BearerCheck.claimedKey(authorization == null ? "" : authorization));
    Optional<Identity> caller = bearer.check(authorization == null ? "" : authorization);
    if (caller.isEmpty()) {
      Refusal refusal = authorization == null ? MISSING : UNRECOGNIZED;
      account.refused(refusal.type());
      return refuse(call, Code.UNAUTHENTICATED, refusal);
    }
    account.proven(caller.get());
    if (!Access.allowed(caller.get(), service, method)) {
      return refuse(call, Code.PERMISSION_DENIED, denied(caller.get(), method));
    }
    CallOrigin origin = new CallOrigin(caller.get(), account.requestId());
    return Contexts.interceptCall(context.withValue(ORIGIN, origin), call, headers, next);
  }

  private record Refusal(String type, String message) {}

  private static final Refusal MISSING =
      new Refusal(
          "MissingAuthenticationTokenException",
          "The call needs the header 'authorization: Bearer TOKEN'.");
  private static final Refusal UNRECOGNIZED =
      new Refusal("UnrecognizedClientException", "The bearer token is not valid here, or no more.");

  private static Refusal denied(Identity caller, String method) {
    return new Refusal("AccessDeniedException", caller.arn() + " may not call " + method + ".");
  }

  private static <Q, A> ServerCall.Listener<Q> refuse(
      ServerCall<Q, A> call, Code code, Refusal refusal) {
    StatusRuntimeException status = ApiErrors.of(code, refusal.type(), refusal.message(), Map.of());
    Metadata trailers = status.getTrailers();
    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    return new ServerCall.Listener<>() {};
  }
}
