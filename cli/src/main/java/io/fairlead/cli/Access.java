package io.fairlead.cli;

import io.fairlead.proto.BearerToken;
import io.fairlead.proto.CallHeaders;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.stub.MetadataUtils;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where the gateway is and what proves who calls.
 *
 * @param address host:port of the gRPC endpoint
 */
record Access(String address, String token) {
  private static final Duration VALIDITY = Duration.ofHours(12);
  private static final int KEEP_ALIVE_SECONDS = 60;

  /**
   * From the environment (FAIRLEAD_GRPC, FAIRLEAD_TOKEN), and what that leaves open from the
   * installation on this machine.
   */
  static Access find(Map<String, String> environment, Installation installation, Clock clock) {
    String address = environment.getOrDefault("FAIRLEAD_GRPC", "");
    if (address.isEmpty()) {
      address = installation.ready().getOrDefault("grpc", "");
    }
    if (address.isEmpty()) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "no Fairlead runs from " + installation.home(),
          "Start one: fairlead up; or point to another: export FAIRLEAD_GRPC=HOST:PORT FAIRLEAD_TOKEN=...");
    }
    String given = environment.getOrDefault("FAIRLEAD_TOKEN", "");
    return new Access(address, given.isEmpty() ? token(installation, clock) : given);
  }

  /** A new token of the installation's administrator, good for twelve hours. */
  static String token(Installation installation, Clock clock) {
    Installation.Key key =
        installation
            .key()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.NOT_ALLOWED,
                        "no access key in " + installation.credentialsFile(),
                        "Set FAIRLEAD_TOKEN, or FAIRLEAD_HOME to the installation's folder."));
    return BearerToken.sign(key.id(), key.secret(), clock.instant(), VALIDITY);
  }

  /** One event loop on plain NIO: what starts fastest for a command that makes a call or two. */
  ManagedChannel channel() {
    NioEventLoopGroup loop = new NioEventLoopGroup(1, Thread.ofPlatform().daemon().factory());
    Metadata headers = new Metadata();
    headers.put(CallHeaders.AUTHORIZATION, "Bearer " + token);
    return NettyChannelBuilder.forTarget(address)
        .usePlaintext()
        .eventLoopGroup(loop)
        .channelType(NioSocketChannel.class)
        .directExecutor()
        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .maxInboundMessageSize(64 << 20)
        .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
        .build();
  }
}
