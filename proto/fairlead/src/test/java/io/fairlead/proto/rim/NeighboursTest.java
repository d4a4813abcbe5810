package io.fairlead.proto.rim;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.api.ClusterInsightGrpc;
import io.fairlead.proto.api.LocateTaskRequest;
import io.fairlead.proto.api.LocateTaskResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighboursTest {
  private static final String TOKEN = "service-token-of-this-test";

  /** Says the task that it was asked about. */
  private static final class Echo extends ClusterInsightGrpc.ClusterInsightImplBase {
    @Override
    public void locateTask(LocateTaskRequest request, StreamObserver<LocateTaskResponse> caller) {
      caller.onNext(LocateTaskResponse.newBuilder().setTaskArn(request.getTask()).build());
      caller.onCompleted();
    }
  }

  private static GrpcEndpoint endpoint(int port) {
    return new GrpcEndpoint("127.0.0.1", port, new ServiceTokenCheck(TOKEN), List.of(new Echo()));
  }

  private static String address(GrpcEndpoint endpoint) {
    return "127.0.0.1:" + endpoint.port();
  }

  private static String ask(ManagedChannel channel, String token) {
    Metadata headers = new Metadata();
    headers.put(CallHeaders.SERVICE_TOKEN, token);
    return ClusterInsightGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .locateTask(LocateTaskRequest.newBuilder().setTask("t").build())
        .getTaskArn();
  }

  private static Status.Code refusal(ManagedChannel channel, String token) {
    try {
      throw new AssertionError("answered: " + ask(channel, token));
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static void with(ManagedChannel channel, Consumer<ManagedChannel> test) {
    try {
      test.accept(channel);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void aServiceAnswersNeighboursAndOthers() {
    try (GrpcEndpoint endpoint = endpoint(0)) {
      String address = address(endpoint);
      assertThat(Neighbours.has(address)).isTrue();
      with(Neighbours.channel(address), near -> assertThat(ask(near, TOKEN)).isEqualTo("t"));
      with(
          NettyChannelBuilder.forTarget(address).usePlaintext().build(),
          far -> assertThat(ask(far, TOKEN)).isEqualTo("t"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "another-token", TOKEN + "x"})
  void aNeighbourNeedsTheServiceToken(String token) {
    try (GrpcEndpoint endpoint = endpoint(0)) {
      with(
          Neighbours.channel(address(endpoint)),
          near -> assertThat(refusal(near, token)).isEqualTo(Status.Code.UNAUTHENTICATED));
    }
  }

  @Test
  void whoHasClosedIsNoneAnyMoreAndWhoComesInItsPlaceIsFound() {
    GrpcEndpoint first = endpoint(0);
    int port = first.port();
    String address = address(first);
    with(
        Neighbours.channel(address),
        near -> {
          assertThat(ask(near, TOKEN)).isEqualTo("t");
          first.close();
          assertThat(Neighbours.has(address)).isFalse();
          assertThat(refusal(near, TOKEN)).isEqualTo(Status.Code.UNAVAILABLE);
          try (GrpcEndpoint second = endpoint(port)) {
            assertThat(Neighbours.has(address(second))).isTrue();
            near.resetConnectBackoff();
            assertThat(ask(near, TOKEN)).isEqualTo("t");
          }
        });
  }
}
