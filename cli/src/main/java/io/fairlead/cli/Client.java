package io.fairlead.cli;

import io.fairlead.proto.api.AuditGrpc;
import io.fairlead.proto.api.ClusterInsightGrpc;
import io.fairlead.proto.api.ContainerStreamsGrpc;
import io.fairlead.proto.api.FleetGrpc;
import io.fairlead.proto.ecr.ECRGrpc;
import io.fairlead.proto.ecs.ECSGrpc;
import io.grpc.ManagedChannel;
import java.util.concurrent.TimeUnit;

/**
 * The gateway's services. Plain calls wait for an answer 30 seconds, streams without end.
 *
 * @param cluster name or ARN that the command line gave
 */
record Client(ManagedChannel channel, String cluster) implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  ECSGrpc.ECSBlockingStub ecs() {
    return ECSGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** For calls that nobody waits for. */
  ECSGrpc.ECSFutureStub ecsLater() {
    return ECSGrpc.newFutureStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  ECRGrpc.ECRBlockingStub ecr() {
    return ECRGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  FleetGrpc.FleetBlockingStub fleet() {
    return FleetGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  AuditGrpc.AuditBlockingStub audit() {
    return AuditGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  ClusterInsightGrpc.ClusterInsightBlockingStub insight() {
    return ClusterInsightGrpc.newBlockingStub(channel);
  }

  ContainerStreamsGrpc.ContainerStreamsBlockingStub streams() {
    return ContainerStreamsGrpc.newBlockingStub(channel);
  }

  ContainerStreamsGrpc.ContainerStreamsStub liveStreams() {
    return ContainerStreamsGrpc.newStub(channel);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
