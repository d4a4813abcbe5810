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
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands to do harm. Listens on a socket in the lab's own folder, which nobody but its
 * owner can open; a connection brings one line and gets lines as answer. What cannot be done is
 * answered by a line that begins with {@code error}. The commands are {@link FaultCommands}, and
 * those of {@link SimulatedMishaps} where instances are simulated.
 */
final class Mishaps implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Mishaps.class);

  /** Does what a command says. */
  @FunctionalInterface
  interface Commands {
    /**
     * Returns when it is done.
     *
     * @return the lines of the answer
     * @throws IllegalArgumentException where this cannot be done
     */
    List<String> run(List<String> words) throws IOException;
  }

  private final Path path;
  private final Commands commands;
  private final ServerSocketChannel server;

  private Mishaps(Path path, Commands commands, ServerSocketChannel server) {
    this.path = path;
    this.commands = commands;
    this.server = server;
  }

  /**
   * Listens until it is closed.
   *
   * @throws IOException also where the path is longer than the system allows, about 100 characters
   */
  static Mishaps listen(Path path, Commands commands) throws IOException {
    Files.deleteIfExists(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    Mishaps mishaps = new Mishaps(path, commands, server);
    Thread.ofPlatform().name("mishaps").daemon().start(mishaps::run);
    return mishaps;
  }

  private void run() {
    while (server.isOpen()) {
      try {
        SocketChannel caller = server.accept();
        Thread.ofVirtual().name("mishap").start(() -> serve(caller));
      } catch (ClosedChannelException e) {
        LOG.debug("mishaps end");
      } catch (IOException e) {
        LOG.warn("nobody can call cause={}", e.toString());
      }
    }
  }

  private void serve(SocketChannel caller) {
    try (caller) {
      answer(caller);
    } catch (IOException e) {
      LOG.warn("a command could not be answered cause={}", e.toString());
    }
  }

  private void answer(SocketChannel caller) throws IOException {
    String command = new BufferedReader(Channels.newReader(caller, UTF_8)).readLine();
    ByteBuffer answer = ByteBuffer.wrap((answer(command == null ? "" : command)).getBytes(UTF_8));
    while (answer.hasRemaining()) {
      caller.write(answer);
    }
  }

  private String answer(String command) {
    try {
      return commands.run(List.of(command.strip().split(" +"))).stream()
          .map(line -> line + "\n")
          .collect(Collectors.joining());
    } catch (IllegalArgumentException | IOException e) {
      return "error " + e.getMessage() + "\n";
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(path);
  }
}
