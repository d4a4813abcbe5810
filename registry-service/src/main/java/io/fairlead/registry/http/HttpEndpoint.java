package io.fairlead.registry.http;

import io.fairlead.registry.access.Rights;
import io.fairlead.registry.access.SignIn;
import io.fairlead.registry.access.Tokens;
import io.fairlead.registry.blobs.BlobStore;
import io.fairlead.registry.catalog.Discovery;
import io.fairlead.registry.catalog.Manifests;
import io.fairlead.registry.catalog.PullTimes;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.catalog.Uploads;
import io.fairlead.registry.collection.Inspector;
import io.fairlead.registry.collection.Ledger;
import io.fairlead.registry.upstream.PullThrough;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * The HTTP server: Netty at the network, and a virtual thread for each request, as blobs are
 * streamed with plain blocking reads and writes.
 */
public final class HttpEndpoint implements AutoCloseable {
  private static final int LONGEST_LINE = 8 << 10;
  private static final int LARGEST_HEADERS = 32 << 10;
  private static final int LARGEST_CHUNK = 128 << 10;
  private static final int RECEIVE_BUFFER = 128 << 10;
  private static final int BACKLOG = 1_024;
  private static final int IDLE_SECONDS = 300;
  private static final int PATIENCE_SECONDS = 5;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          0, new DefaultThreadFactory("registry-http", true), NioIoHandler.newFactory());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Closed before the loops end: a loop that was at work when it is to end may leave them open. */
  private final ChannelGroup connections =
      new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

  private final Channel listening;

  /** What the endpoint answers from. */
  public record Contents(
      Repositories repositories,
      Manifests manifests,
      Discovery discovery,
      Uploads uploads,
      Ledger ledger,
      BlobStore store,
      Inspector inspector,
      PullTimes pulls,
      PullThrough pullThrough) {}

  /** What the endpoint lets in by. */
  public record Doors(SignIn signIn, Tokens tokens, Rights rights) {}

  /**
   * Listens at once; port 0 takes a free one.
   *
   * @param tls its certificate; plain HTTP where empty
   */
  public HttpEndpoint(
      InetSocketAddress address,
      Optional<SSLContext> tls,
      Contents contents,
      Doors doors,
      InstantSource clock,
      MeterRegistry meters)
      throws IOException {
    DistributionApi api =
        new DistributionApi(
            new Gate(doors.signIn(), doors.tokens(), doors.rights()),
            new TokenEndpoint(doors.signIn(), doors.tokens(), doors.rights(), clock),
            new BlobEndpoint(contents.repositories(), contents.inspector(), contents.pullThrough()),
            new UploadEndpoint(
                contents.repositories(), contents.uploads(), contents.ledger(), contents.store()),
            new ManifestEndpoint(
                contents.repositories(),
                contents.manifests(),
                contents.pulls(),
                contents.pullThrough()),
            new ListEndpoint(contents.repositories(), contents.discovery()));
    HttpRim rim = new HttpRim(api, new RequestMeters(meters), tls.isPresent());
    Optional<SslContext> ssl = tls.map(it -> new JdkSslContext(it, false, ClientAuth.NONE));
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVE_BUFFER))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    handlers(channel, ssl, rim);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      close(Optional.empty());
      throw new IOException("cannot listen on " + address, bound.cause());
    }
    this.listening = bound.channel();
  }

  private void handlers(Channel channel, Optional<SslContext> ssl, HttpRim rim) {
    connections.add(channel);
    channel
        .pipeline()
        .addLast(ssl.isPresent() ? ssl.get().newHandler(channel.alloc()) : new TlsByMistake())
        .addLast(new IdleStateHandler(0, 0, IDLE_SECONDS))
        .addLast(new HttpServerCodec(LONGEST_LINE, LARGEST_HEADERS, LARGEST_CHUNK))
        .addLast(new Connection(rim, threads));
  }

  /** The port that it listens on. */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  @Override
  public void close() {
    close(Optional.of(listening));
  }

  private void close(Optional<Channel> channel) {
    channel.ifPresent(it -> it.close().awaitUninterruptibly());
    threads.shutdownNow();
    var _ = connections.close().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
    var _ =
        loops
            .shutdownGracefully(0, 1, TimeUnit.SECONDS)
            .awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
