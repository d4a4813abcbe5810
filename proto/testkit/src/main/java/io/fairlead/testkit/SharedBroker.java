package io.fairlead.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One broker for all tests of a JVM, started by the first that asks and gone with the JVM. Tests
 * keep apart by topic and group names of their own.
 */
public final class SharedBroker {

  private SharedBroker() {}

  /** What clients are given as {@code bootstrap.servers}. */
  public static String bootstrapServers() {
    return Running.BROKER.bootstrapServers();
  }

  private static final class Running {

    static final EmbeddedBroker BROKER = start();

    private static EmbeddedBroker start() {
      try {
        Path folder = Files.createTempDirectory(Folders.fastest(), "fairlead-broker-");
        EmbeddedBroker broker =
            EmbeddedBroker.start(
                new EmbeddedBroker.Settings(folder, FreePorts.next(), FreePorts.next()));
        // Killed with the JVM: nobody reads this folder again, and an orderly stop takes seconds.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.deleteQuietly(folder)));
        return broker;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
