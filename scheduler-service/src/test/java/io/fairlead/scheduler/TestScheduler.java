package io.fairlead.scheduler;

import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.agent.AgentSessionGrpc;
import io.fairlead.proto.api.ClusterInsightGrpc;
import io.fairlead.proto.ecs.ECSGrpc;
import io.fairlead.testkit.SharedBroker;
import io.fairlead.testkit.SharedPostgres;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** A scheduler as its process runs it, and calls to it as the gateway makes them. */
final class TestScheduler implements AutoCloseable {
  static final String TOKEN = "between-us";
  static final int SHARDS = 4;

  private final SchedulerService service;
  private final ManagedChannel channel;

  TestScheduler(SharedPostgres.Database database) {
    service =
        new SchedulerService(
            new SchedulerConfig(
                "127.0.0.1",
                0,
                "",
                TOKEN,
                SharedBroker.bootstrapServers(),
                SHARDS,
                1,
                database.jdbcUrl(),
                database.user(),
                database.password(),
                8,
                "us-east-1",
                "000000000000",
                Duration.ofMillis(300),
                Duration.ofSeconds(2),
                30),
            new SimpleMeterRegistry(),
            InstantSource.system());
    channel = NettyChannelBuilder.forAddress("127.0.0.1", service.port()).usePlaintext().build();
  }

  SchedulerService service() {
    return service;
  }

  ManagedChannel channel() {
    return channel;
  }

  ECSGrpc.ECSBlockingStub ecs() {
    return as(ECSGrpc.newBlockingStub(channel), "arn:aws:iam::000000000000:user/test")
        .withDeadlineAfter(15, TimeUnit.SECONDS);
  }

  ClusterInsightGrpc.ClusterInsightBlockingStub insight() {
    return as(ClusterInsightGrpc.newBlockingStub(channel), "arn:aws:iam::000000000000:user/test")
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  AgentSessionGrpc.AgentSessionStub agent(String principal) {
    return as(AgentSessionGrpc.newStub(channel), principal);
  }

  private static <S extends AbstractStub<S>> S as(S stub, String principal) {
    Metadata headers = new Metadata();
    headers.put(CallHeaders.SERVICE_TOKEN, TOKEN);
    headers.put(CallHeaders.PRINCIPAL, principal);
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @Override
  public void close() {
    channel.shutdownNow();
    service.close();
  }
}
