package io.fairlead.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks a container engine whether it is there: {@code GET /_ping} of the Docker Engine API. */
final class EnginePing {

  private static final String DEFAULT = "unix:///var/run/docker.sock";
  private static final int TCP_PORT = 2375;
  private static final byte[] PING =
      "GET /_ping HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private EnginePing() {}

  /** The engine's address: what DOCKER_HOST says, or the usual socket. */
  static String address(Optional<String> dockerHost) {
    return dockerHost.filter(host -> !host.isBlank()).orElse(DEFAULT);
  }

  static boolean answers(String address) {
    URI uri = URI.create(address);
    try (SocketChannel channel = open(uri)) {
      channel.write(ByteBuffer.wrap(PING));
      ByteBuffer answer = ByteBuffer.allocate(256);
      while (answer.hasRemaining() && channel.read(answer) >= 0) {}
      String text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
      return text.startsWith("HTTP/1.") && text.contains(" 200 ");
    } catch (IOException nobodyThere) {
      return false;
    }
  }

  private static SocketChannel open(URI uri) throws IOException {
    boolean unix = "unix".equals(uri.getScheme());
    SocketChannel channel =
        unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    try {
      channel.connect(unix ? UnixDomainSocketAddress.of(uri.getPath()) : tcp(uri));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static SocketAddress tcp(URI uri) {
    return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? TCP_PORT : uri.getPort());
  }
}
