package io.fairlead.agent.shell;

import io.fairlead.agent.config.HostPort;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;

/** How the agent reaches the gateway. */
final class GatewayChannel {
  /**
   * Sets of assignments carry whole task definitions: a full instance has some hundreds of them.
   */
  private static final int LARGEST_MESSAGE = 64 * 1024 * 1024;

  private GatewayChannel() {}

  static ManagedChannel to(HostPort gateway) {
    return NettyChannelBuilder.forAddress(gateway.host(), gateway.port())
        .usePlaintext()
        .maxInboundMessageSize(LARGEST_MESSAGE)
        .build();
  }
}
