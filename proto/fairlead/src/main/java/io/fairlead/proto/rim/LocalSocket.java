package io.fairlead.proto.rim;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * gRPC on a socket of this machine, which nobody but its owner can open: whoever can has shown who
 * they are. Other clients name it {@code unix:PATH}.
 */
public final class LocalSocket implements AutoCloseable {
  /** Warns of an option that is for other sockets; held, as else its level is forgotten. */
  private static final Logger OPTIONS = Logger.getLogger("io.grpc.netty.shaded.io.netty.bootstrap");

  static {
    OPTIONS.setLevel(Level.SEVERE);
  }

  private final Path path;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final EventLoopGroup loop = loop();
  private final Server server;

  private LocalSocket(Path path, BindableService service) {
    this.path = path;
    this.server =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(path))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .executor(calls)
            .addService(service)
            .addService(ProtoReflectionServiceV1.newInstance())
            .build();
  }

  /**
   * Listens until it is closed; a socket of one that died gives way.
   *
   * @throws IOException also where the path is longer than the system allows, about 100 characters
   */
  public static LocalSocket listen(Path path, BindableService service) throws IOException {
    Files.deleteIfExists(path);
    LocalSocket socket = new LocalSocket(path, service);
    try {
      socket.server.start();
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** A way to whoever listens there; nobody need do so yet. */
  public static ManagedChannel to(Path path) {
    return NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(path))
        .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
        .eventLoopGroup(loop())
        .overrideAuthority("localhost")
        .usePlaintext()
        .build();
  }

  /** One thread that ends with the process. */
  private static EventLoopGroup loop() {
    return new NioEventLoopGroup(1, new DefaultThreadFactory("local-socket", true));
  }

  @Override
  public void close() throws IOException {
    server.shutdownNow();
    loop.shutdownGracefully();
    calls.shutdown();
    Files.deleteIfExists(path);
  }
}
