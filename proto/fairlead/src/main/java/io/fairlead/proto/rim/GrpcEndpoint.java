package io.fairlead.proto.rim;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The gRPC server that a service has for the others of its installation. */
public final class GrpcEndpoint implements AutoCloseable {
  private static final int CLOSE_SECONDS = 2;

  private final HealthStatusManager health = new HealthStatusManager();
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final Server server;
  private final Server near;
  private final String address;

  /**
   * Listens; calls are let in where {@code check} lets them.
   *
   * @throws UncheckedIOException if the port is taken
   */
  public GrpcEndpoint(
      String host, int port, ServiceTokenCheck check, List<BindableService> services) {
    NettyServerBuilder listening =
        NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
    try {
      this.server = with(check, services, listening).build().start();
      this.address = host + ":" + server.getPort();
      this.near = with(check, services, Neighbours.server(address)).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + host + ":" + port, e);
    }
    Neighbours.add(address);
  }

  private ServerBuilder<?> with(
      ServiceTokenCheck check, List<BindableService> services, ServerBuilder<?> builder) {
    services.forEach(builder::addService);
    return builder
        .executor(calls)
        .intercept(new Principal())
        .intercept(check)
        .addService(health.getHealthService());
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    health.enterTerminalState();
    Neighbours.remove(address);
    List<Server> both = List.of(near, server);
    both.forEach(Server::shutdown);
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
      for (Server each : both) {
        var _ = each.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    both.forEach(Server::shutdownNow);
    calls.shutdown();
  }
}
