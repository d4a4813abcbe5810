package io.fairlead.agent.shell;

import io.fairlead.agent.config.AgentConfig;
import io.fairlead.agent.config.HostPort;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The agents' own gRPC server, where the gateway hands on calls for logs and exec. */
record StreamsEndpoint(Server server, HostPort address, Residents residents)
    implements AutoCloseable {

  /**
   * Serves at once; nobody lives there yet.
   *
   * @throws IOException if the address is taken
   */
  static StreamsEndpoint start(AgentConfig.Streams config, InstantSource clock) throws IOException {
    HostPort listen = config.listen();
    Residents residents = new Residents();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(listen.host(), listen.port()))
            .addService(new ContainerStreamsService())
            .intercept(new GatewayTokens(residents, clock))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build()
            .start();
    HostPort bound = new HostPort(listen.host(), server.getPort());
    return new StreamsEndpoint(server, config.advertised().orElse(bound), residents);
  }

  @Override
  public void close() throws InterruptedException {
    server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }
}
