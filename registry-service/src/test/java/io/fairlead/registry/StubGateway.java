package io.fairlead.registry;

import io.fairlead.proto.BearerToken;
import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.api.CallerKind;
import io.fairlead.proto.api.IdentityGrpc;
import io.fairlead.proto.api.WhoAmIRequest;
import io.fairlead.proto.api.WhoAmIResponse;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway that knows one user and one instance, and checks tokens as the real one does. */
public final class StubGateway extends IdentityGrpc.IdentityImplBase
    implements ServerInterceptor, AutoCloseable {
  public static final String USER = "AKIAUSER000000000000";
  public static final String INSTANCE = "AKIAINSTANCE00000000";
  public static final String SECRET = "0123456789abcdefghijklmnopqrstuvwxyz-_AB";

  static final String USER_ARN = "arn:aws:iam::000000000000:user/admin";

  private static final Context.Key<WhoAmIResponse> CALLER = Context.key("caller");
  private static final WhoAmIResponse A_USER =
      WhoAmIResponse.newBuilder().setKind(CallerKind.CALLER_KIND_USER).setArn(USER_ARN).build();
  private static final WhoAmIResponse AN_INSTANCE =
      WhoAmIResponse.newBuilder()
          .setKind(CallerKind.CALLER_KIND_INSTANCE)
          .setArn("arn:aws:ecs:us-east-1:000000000000:container-instance/edge/1")
          .build();

  final AtomicInteger calls = new AtomicInteger();
  private final Server server;

  public StubGateway() throws IOException {
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(this)
            .intercept(this)
            .build()
            .start();
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    calls.incrementAndGet();
    String token = String.valueOf(headers.get(CallHeaders.AUTHORIZATION)).substring(7);
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
    boolean signed =
        MessageDigest.isEqual(BearerToken.mac(SECRET, token.substring(0, dot)), signature);
    String header = new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]));
    boolean instance = header.contains(INSTANCE);
    if (!signed || !(instance || header.contains(USER))) {
      call.close(Status.UNAUTHENTICATED, new Metadata());
      return new ServerCall.Listener<>() {};
    }
    WhoAmIResponse caller = instance ? AN_INSTANCE : A_USER;
    return Contexts.interceptCall(Context.current().withValue(CALLER, caller), call, headers, next);
  }

  @Override
  public void whoAmI(WhoAmIRequest request, StreamObserver<WhoAmIResponse> answer) {
    answer.onNext(CALLER.get());
    answer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
