package io.fairlead.gateway.identity;

import io.fairlead.proto.api.CallerKind;
import io.fairlead.proto.api.IdentityGrpc;
import io.fairlead.proto.api.WhoAmIRequest;
import io.fairlead.proto.api.WhoAmIResponse;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/**
 * Tells callers who they are. A service that was given somebody's credentials makes the call with
 * them, and so learns whose they are without knowing any secret.
 */
public final class IdentityService extends IdentityGrpc.IdentityImplBase {
  private final Supplier<Identity> caller;

  /**
   * The service.
   *
   * @param caller who makes the call that the current thread works on
   */
  public IdentityService(Supplier<Identity> caller) {
    this.caller = caller;
  }

  @Override
  public void whoAmI(WhoAmIRequest request, StreamObserver<WhoAmIResponse> answer) {
    Identity identity = caller.get();
    answer.onNext(
        WhoAmIResponse.newBuilder().setKind(kind(identity)).setArn(identity.arn()).build());
    answer.onCompleted();
  }

  private static CallerKind kind(Identity identity) {
    return switch (identity) {
      case Identity.User _ -> CallerKind.CALLER_KIND_USER;
      case Identity.Instance _ -> CallerKind.CALLER_KIND_INSTANCE;
    };
  }
}
