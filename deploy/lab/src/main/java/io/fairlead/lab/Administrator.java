package io.fairlead.lab;

import io.fairlead.gateway.identity.AccessKey;
import io.fairlead.proto.BearerToken;
import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.api.ClusterInsightGrpc;
import io.fairlead.proto.api.CreateJoinTokenRequest;
import io.fairlead.proto.api.FleetGrpc;
import io.fairlead.proto.api.RecordFaultRequest;
import io.fairlead.proto.ecs.CreateClusterRequest;
import io.fairlead.proto.ecs.DescribeClustersRequest;
import io.fairlead.proto.ecs.ECSGrpc;
import io.fairlead.proto.events.FaultStateChange;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Does what a new installation needs, over the gateway like any administrator. */
record Administrator(ManagedChannel channel) implements AutoCloseable {
  private static final Duration VALIDITY = Duration.ofMinutes(30);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PAUSE_MILLIS = 50;
  private static final int MOST_TOKENS = 8;

  static Administrator with(AccessKey key, String gatewayAddress) {
    Metadata headers = new Metadata();
    String token = BearerToken.sign(key.id(), key.secret(), Clock.systemUTC().instant(), VALIDITY);
    headers.put(CallHeaders.AUTHORIZATION, "Bearer " + token);
    return new Administrator(
        NettyChannelBuilder.forTarget(gatewayAddress)
            .usePlaintext()
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build());
  }

  /** Makes the cluster unless it is there; waits for the scheduler to own it. */
  void ensureCluster(String name) throws InterruptedException {
    CreateClusterRequest request = CreateClusterRequest.newBuilder().setClusterName(name).build();
    untilServed(() -> ecs().createCluster(request));
  }

  /** Tokens that together are good for so many instances. */
  List<String> joinTokens(String cluster, int instances) {
    // Uses of one token wait for one another in the database.
    int uses = Math.ceilDiv(instances, MOST_TOKENS);
    int tokens = uses == 0 ? 0 : Math.ceilDiv(instances, uses);
    return Stream.generate(() -> joinToken(cluster, uses)).limit(tokens).toList();
  }

  /** A token for so many instances. */
  String joinToken(String cluster, int uses) {
    return FleetGrpc.newBlockingStub(channel)
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .createJoinToken(
            CreateJoinTokenRequest.newBuilder().setCluster(cluster).setUses(uses).build())
        .getToken();
  }

  /** Puts a fault among a cluster's events. */
  void record(String cluster, FaultStateChange fault) {
    var _ =
        ClusterInsightGrpc.newBlockingStub(channel)
            .withDeadlineAfter(5, TimeUnit.SECONDS)
            .recordFault(
                RecordFaultRequest.newBuilder().setCluster(cluster).setFault(fault).build());
  }

  /** Waits until so many instances are registered; false when that takes too long. */
  boolean awaitInstances(String cluster, int count, Duration patience) throws InterruptedException {
    DescribeClustersRequest request =
        DescribeClustersRequest.newBuilder().addClusters(cluster).build();
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      boolean there =
          ecs().describeClusters(request).getClustersList().stream()
              .anyMatch(it -> it.getRegisteredContainerInstancesCount() >= count);
      if (there) {
        return true;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return false;
  }

  private ECSGrpc.ECSBlockingStub ecs() {
    return ECSGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  private static void untilServed(Supplier<?> call) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        var _ = call.get();
        return;
      } catch (StatusRuntimeException e) {
        boolean passing = e.getStatus().getCode() == Status.Code.UNAVAILABLE;
        if (!passing || System.nanoTime() > deadline) {
          throw e;
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
