package io.fairlead.gateway.rpc;

import io.fairlead.gateway.calls.CallLedger;
import io.fairlead.gateway.calls.OpenCall;
import io.fairlead.gateway.identity.AccessKey;
import io.fairlead.gateway.identity.Identity;
import io.fairlead.gateway.routing.CallRouter;
import io.fairlead.gateway.routing.SchedulerRouter;
import io.fairlead.gateway.routing.Schedulers;
import io.fairlead.proto.agent.AgentSessionGrpc;
import io.fairlead.proto.api.ClusterInsightGrpc;
import io.fairlead.proto.api.ContainerStreamsGrpc;
import io.fairlead.proto.ecr.ECRGrpc;
import io.fairlead.proto.ecs.ECSGrpc;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The gRPC server: every service of the installation behind one port, with reflection and health.
 */
public final class GrpcEndpoint implements AutoCloseable {
  private static final int LARGEST_MESSAGE = 4 << 20;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HealthStatusManager health = new HealthStatusManager();
  private final Server server;

  /**
   * Listens at once; port 0 takes a free one.
   *
   * @param routes where unary calls of the APIs go
   * @param own services that the gateway itself answers
   */
  public GrpcEndpoint(
      InetSocketAddress address,
      BearerCheck bearer,
      CallLedger ledger,
      CallRouter routes,
      SchedulerRouter router,
      Schedulers schedulers,
      String serviceToken,
      Function<String, Optional<AccessKey>> instanceKeys,
      List<BindableService> own) {
    TargetFinder owners = new SchedulerTargets(schedulers, serviceToken);
    TargetFinder agents =
        new AgentTargets(router, schedulers, instanceKeys, InstantSource.system());
    PassThrough plain = new PassThrough(routes, owners);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address)
            .executor(threads)
            .maxInboundMessageSize(LARGEST_MESSAGE)
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .intercept(new CallAuthentication(bearer, ledger))
            .addService(plain.serve(ECSGrpc.getServiceDescriptor()))
            .addService(plain.serve(ECRGrpc.getServiceDescriptor()))
            .addService(plain.serve(ClusterInsightGrpc.getServiceDescriptor()))
            .addService(
                new PassThrough(router, new InstanceSessions(owners))
                    .serve(AgentSessionGrpc.getServiceDescriptor()))
            .addService(
                new PassThrough(router, agents).serve(ContainerStreamsGrpc.getServiceDescriptor()))
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance());
    own.forEach(builder::addService);
    this.server = builder.build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + address, e);
    }
  }

  /** Who makes the gRPC call that the current thread works on. */
  public static Identity caller() {
    return CallAuthentication.origin().identity();
  }

  /** What is noted of the gRPC call that the current thread works on. */
  public static OpenCall account() {
    return CallAuthentication.account();
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    health.enterTerminalState();
    server.shutdown();
    try {
      if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    threads.close();
  }
}
