package io.fairlead.lab;

import io.fairlead.testkit.EmbeddedBroker;
import java.nio.file.Path;

/** A Kafka broker as a process of its own: takes its folder and its two ports. */
final class BrokerMain {
  private BrokerMain() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[1]);
    int controller = Integer.parseInt(arguments[2]);
    EmbeddedBroker broker =
        EmbeddedBroker.start(new EmbeddedBroker.Settings(Path.of(arguments[0]), port, controller));
    new LabTopics(broker.bootstrapServers()).create();
    Thread.currentThread().join();
  }
}
