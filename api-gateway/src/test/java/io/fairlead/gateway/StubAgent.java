package io.fairlead.gateway;

import com.google.protobuf.ByteString;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.fairlead.proto.BearerToken;
import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.api.ContainerStreamsGrpc;
import io.fairlead.proto.api.ExecInput;
import io.fairlead.proto.api.ExecOutput;
import io.fairlead.proto.api.LogLine;
import io.fairlead.proto.api.LogsRequest;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** An agent's own endpoint: echoes what it is sent, to whoever bears a token for it. */
final class StubAgent implements AutoCloseable {
  private final Server server;

  StubAgent(String keyId, String secret) {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
              .intercept(new Guard(keyId, secret))
              .addService(new Streams())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private record Guard(String keyId, String secret) implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      try {
        String bearer = headers.get(CallHeaders.AUTHORIZATION).substring("Bearer ".length());
        SignedJWT token = SignedJWT.parse(bearer);
        if (token.verify(new MACVerifier(secret))
            && token.getHeader().getKeyID().equals(keyId)
            && token.getJWTClaimsSet().getAudience().contains(BearerToken.AGENT)) {
          return next.startCall(call, headers);
        }
        call.close(Status.UNAUTHENTICATED, new Metadata());
      } catch (Exception e) {
        call.close(Status.UNAUTHENTICATED.withCause(e), new Metadata());
      }
      return new ServerCall.Listener<>() {};
    }
  }

  private static final class Streams extends ContainerStreamsGrpc.ContainerStreamsImplBase {
    @Override
    public void logs(LogsRequest request, StreamObserver<LogLine> answer) {
      answer.onNext(
          LogLine.newBuilder()
              .setText(ByteString.copyFromUtf8("line of " + request.getTask()))
              .build());
      answer.onCompleted();
    }

    @Override
    public StreamObserver<ExecInput> exec(StreamObserver<ExecOutput> answer) {
      return new StreamObserver<>() {
        @Override
        public void onNext(ExecInput input) {
          if (input.hasStdin()) {
            answer.onNext(ExecOutput.newBuilder().setStdout(input.getStdin()).build());
          }
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {
          answer.onNext(ExecOutput.newBuilder().setExitCode(7).build());
          answer.onCompleted();
        }
      };
    }
  }
}
