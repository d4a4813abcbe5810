package io.fairlead.bench.registry;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A registry under measurement, in a process of its own. */
record Subject(String name, URI uri, Optional<String> password, Process process)
    implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Starts it and waits until it listens.
   *
   * @param password of user AWS, for which it gives out tokens; empty where it lets everybody in
   * @param log gets what it says
   */
  static Subject start(
      String name, int port, Optional<String> password, List<String> command, Path log)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!listens(port)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IOException(name + " does not start; see " + log);
      }
      Thread.sleep(50);
    }
    return new Subject(name, URI.create("http://127.0.0.1:" + port), password, process);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
