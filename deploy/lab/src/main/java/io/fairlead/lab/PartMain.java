package io.fairlead.lab;

import io.fairlead.gateway.GatewayMain;
import io.fairlead.registry.RegistryMain;
import io.fairlead.scheduler.SchedulerMain;
import io.fairlead.testkit.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One part of the control plane as a process of its own, which ends with the lab: it reads its
 * standard input, and whoever dies closes that. Takes the part's name; Kafka also its folder, host
 * and two ports.
 */
final class PartMain {
  private PartMain() {}

  public static void main(String[] arguments) throws Exception {
    Thread.ofPlatform().name("lab").daemon().start(PartMain::endWithTheLab);
    switch (arguments[0]) {
      case "kafka" -> broker(arguments);
      case "gateway" -> GatewayMain.main(new String[0]);
      case "scheduler" -> SchedulerMain.main(new String[0]);
      case "registry" -> RegistryMain.main(new String[0]);
      default -> throw new IllegalArgumentException("there is no part " + arguments[0]);
    }
  }

  private static void broker(String[] arguments) throws Exception {
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            new EmbeddedBroker.Settings(
                Path.of(arguments[1]),
                arguments[2],
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4])));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(broker), "shutdown"));
    Thread.currentThread().join();
  }

  @SuppressWarnings("SystemOut") // what is left of a log while the process ends
  private static void close(EmbeddedBroker broker) {
    try {
      broker.close();
    } catch (IOException e) {
      System.err.println("the broker did not close: " + e);
    }
  }

  private static void endWithTheLab() {
    try {
      while (System.in.read() >= 0) {
        // Nobody says anything.
      }
    } catch (IOException e) {
      // As gone as at the end of the stream.
    }
    Runtime.getRuntime().halt(1);
  }
}
