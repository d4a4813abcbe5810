package io.fairlead.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker and its controller (KRaft) in this JVM, with its logs in a folder of its own.
 * Started again on the same folder it goes on with the same data, also after its process was
 * killed.
 *
 * <p>Close the clients first: a consumer whose broker is gone takes 30 seconds to close.
 */
public final class EmbeddedBroker implements AutoCloseable {

  // Kafka ends its process over a fault, also over one while it shuts down; here the process is not
  // Kafka's own. Whoever wants to act on a fault sets procedures of its own after the start.
  static {
    Exit.setExitProcedure(EmbeddedBroker::refuseToEnd);
    Exit.setHaltProcedure(EmbeddedBroker::refuseToEnd);
  }

  private final Settings settings;
  private final FolderLock lock;
  private final KafkaRaftServer server;

  private EmbeddedBroker(Settings settings, FolderLock lock, KafkaRaftServer server) {
    this.settings = settings;
    this.lock = lock;
    this.server = server;
  }

  /**
   * Where the broker lives.
   *
   * @param folder holds everything it writes; made if it is not there
   * @param host address on which clients reach it
   * @param port for clients, on that address
   * @param controllerPort for the broker's own controller, on 127.0.0.1
   */
  public record Settings(Path folder, String host, int port, int controllerPort) {

    /** A broker on loopback. */
    public Settings(Path folder, int port, int controllerPort) {
      this(folder, "127.0.0.1", port, controllerPort);
    }
  }

  /**
   * Starts the broker and returns when it answers clients: about a second.
   *
   * @throws IOException when the folder is in use or a port is taken
   */
  public static EmbeddedBroker start(Settings settings) throws IOException {
    FolderLock lock = FolderLock.take(settings.folder());
    try {
      requireFree(settings.port());
      requireFree(settings.controllerPort());
      Path logs = settings.folder().resolve("logs");
      if (!Files.isDirectory(logs)) {
        initialize(logs);
      }
      return new EmbeddedBroker(settings, lock, startServer(settings, logs));
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /** What clients are given as {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return settings.host() + ":" + settings.port();
  }

  /** Stops the broker in order: its next start needs no recovery. */
  @Override
  public void close() throws IOException {
    try (lock) {
      server.shutdown();
      server.awaitShutdown();
    }
  }

  private static void refuseToEnd(int code, @Nullable String message) {
    throw new IllegalStateException("Kafka gives up with code " + code + ": " + message);
  }

  // Kafka ends the whole process over a port that is taken, so this is asked before.
  private static void requireFree(int port) throws IOException {
    if (!FreePorts.isFree(port)) {
      throw new IOException("The Kafka broker needs port " + port + ", which is in use");
    }
  }

  // Under another name until it is whole: what a killed start leaves half-done is thrown away by
  // the next.
  private static void initialize(Path logs) throws IOException {
    Path fresh = logs.resolveSibling("logs.unfinished");
    Folders.delete(fresh);
    format(Files.createDirectory(fresh));
    Files.move(fresh, logs, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void format(Path logs) throws IOException {
    try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream())) {
      new Formatter()
          .setPrintStream(silent)
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(BrokerProperties.NODE_ID)
          .setControllerListenerName(BrokerProperties.CONTROLLER)
          .setMetadataLogDirectory(logs.toString())
          .setDirectories(List.of(logs.toString()))
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("Cannot format the Kafka folder " + logs, e);
    }
  }

  private static KafkaRaftServer startServer(Settings settings, Path logs) {
    Properties properties = BrokerProperties.of(settings, logs);
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    try {
      server.startup();
      return server;
    } catch (RuntimeException | Error e) {
      server.shutdown(); // a failed start leaves its threads running
      throw e;
    }
  }
}
