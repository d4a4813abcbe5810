package io.fairlead.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets simulated instances die on command. Listens on a socket in the lab's own folder, which
 * nobody but its owner can open. A line {@code kill FIRST COUNT} is answered by the ARNs of the
 * instances with these numbers, a line each, once they are dead; anything else by a line that
 * begins with {@code error}. A dead instance is there again when the lab starts anew.
 */
final class Mishaps implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Mishaps.class);

  /** What lets instances die. */
  interface Victims {
    /**
     * @return the ARNs of the instances that died
     * @throws IllegalArgumentException where there are no instances with these numbers
     */
    List<String> kill(int first, int count) throws IOException;
  }

  private final Path path;
  private final Victims victims;
  private final ServerSocketChannel server;

  private Mishaps(Path path, Victims victims, ServerSocketChannel server) {
    this.path = path;
    this.victims = victims;
    this.server = server;
  }

  /**
   * Listens until it is closed.
   *
   * @throws IOException also where the path is longer than the system allows, about 100 characters
   */
  static Mishaps listen(Path path, Victims victims) throws IOException {
    Files.deleteIfExists(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    Mishaps mishaps = new Mishaps(path, victims, server);
    Thread.ofPlatform().name("mishaps").daemon().start(mishaps::run);
    return mishaps;
  }

  private void run() {
    while (server.isOpen()) {
      try (SocketChannel caller = server.accept()) {
        serve(caller);
      } catch (ClosedChannelException e) {
        LOG.debug("mishaps end");
      } catch (IOException e) {
        LOG.warn("a command could not be answered cause={}", e.toString());
      }
    }
  }

  private void serve(SocketChannel caller) throws IOException {
    String command = new BufferedReader(Channels.newReader(caller, UTF_8)).readLine();
    ByteBuffer answer = ByteBuffer.wrap((answer(command == null ? "" : command)).getBytes(UTF_8));
    while (answer.hasRemaining()) {
      caller.write(answer);
    }
  }

  private String answer(String command) throws IOException {
    String[] words = command.strip().split(" +");
    try {
      if (words.length != 3 || !words[0].equals("kill")) {
        throw new IllegalArgumentException("the command is: kill FIRST COUNT");
      }
      List<String> dead = victims.kill(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      LOG.info("instances killed first={} count={}", words[1], dead.size());
      return String.join("\n", dead) + "\n";
    } catch (IllegalArgumentException e) {
      return "error " + e.getMessage() + "\n";
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(path);
  }
}
