package io.fairlead.registry;

import io.fairlead.proto.BearerToken;
import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.api.AuditGrpc;
import io.fairlead.proto.api.ListAuditRecordsRequest;
import io.fairlead.proto.api.ListAuditRecordsResponse;
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
public final class StubGateway extends AuditGrpc.AuditImplBase
    implements ServerInterceptor, AutoCloseable {
  public static final String USER = "AKIAUSER000000000000";
  public static final String INSTANCE = "AKIAINSTANCE00000000";
  public static final String SECRET = "0123456789abcdefghijklmnopqrstuvwxyz-_AB";

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
    Status verdict =
        !signed
            ? Status.UNAUTHENTICATED
            : header.contains(INSTANCE)
                ? Status.PERMISSION_DENIED
                : header.contains(USER) ? Status.OK : Status.UNAUTHENTICATED;
    if (verdict.isOk()) {
      return next.startCall(call, headers);
    }
    call.close(verdict, new Metadata());
    return new ServerCall.Listener<>() {};
  }

  @Override
  public void listAuditRecords(
      ListAuditRecordsRequest request, StreamObserver<ListAuditRecordsResponse> answer) {
    answer.onNext(ListAuditRecordsResponse.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
