package io.fairlead.cli;

import io.fairlead.cli.load.Latencies;
import io.fairlead.cli.load.OpenLoop;
import io.fairlead.cli.scenario.Scenario;
import java.time.Duration;

/** The load of a scenario, from the beginning of its timeline to its end. */
final class BackgroundLoad {
  private final LoadServices services;
  private final Thread thread;
  private final Latencies latencies = new Latencies();
  private volatile boolean over;

  BackgroundLoad(Client client, Scenario.Load load, Duration length, long seed) {
    this.services = new LoadServices(client, load.image(), load.services());
    LoadCalls calls = new LoadCalls(client, services.names(), load.mix(), seed);
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("load")
            .unstarted(() -> new OpenLoop(load.rate(), latencies).run(length, calls, () -> over));
  }

  LoadServices services() {
    return services;
  }

  void start() {
    thread.start();
  }

  /** Waits for the last answers. */
  void stop() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Latencies latencies() {
    return latencies;
  }
}
