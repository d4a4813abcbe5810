package io.fairlead.proto.rim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.proto.CallHeaders;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.MessageDigest;

/** Lets in only the services of this installation; health may be asked by anyone. */
public final class ServiceTokenCheck implements ServerInterceptor {
  private static final String HEALTH = "grpc.health.v1.Health";
  private final byte[] token;

  /**
   * @throws IllegalArgumentException if the token is empty
   */
  public ServiceTokenCheck(String token) {
    if (token.isBlank()) {
      throw new IllegalArgumentException("the service token is empty");
    }
    this.token = token.getBytes(UTF_8);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String given = headers.get(CallHeaders.SERVICE_TOKEN);
    boolean known = given != null && MessageDigest.isEqual(token, given.getBytes(UTF_8));
    if (known || HEALTH.equals(call.getMethodDescriptor().getServiceName())) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAUTHENTICATED.withDescription("Only services of this installation may call this."),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
