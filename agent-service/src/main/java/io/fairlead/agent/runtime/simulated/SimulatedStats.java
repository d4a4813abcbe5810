package io.fairlead.agent.runtime.simulated;

import io.fairlead.agent.runtime.Subscription;
import io.fairlead.agent.runtime.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Usage on paper: what the script says, for as long as the container runs. */
final class SimulatedStats implements Subscription {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final long MIB = 1024 * 1024;

  private final Timeline timeline;
  private final SimulatedContainer container;
  private final Consumer<Usage> listener;
  private volatile Subscription next = () -> {};
  private volatile boolean closed;

  private SimulatedStats(
      Timeline timeline, SimulatedContainer container, Consumer<Usage> listener) {
    this.timeline = timeline;
    this.container = container;
    this.listener = listener;
  }

  static Subscription open(
      Timeline timeline, SimulatedContainer container, Consumer<Usage> listener) {
    SimulatedStats stats = new SimulatedStats(timeline, container, listener);
    stats.next = timeline.after(Duration.ZERO, stats::tell);
    return stats;
  }

  private void tell() {
    Instant since = container.startedAt;
    if (closed || !container.running() || since == null) {
      return;
    }
    Instant now = timeline.instant();
    long nanos = Duration.between(since, now).toNanos();
    listener.accept(
        new Usage(
            now,
            nanos * container.script.cpuUnits() / 1024,
            container.script.memoryMib() * MIB,
            container.blueprint.container().getMemory() * MIB,
            0,
            0));
    next = timeline.after(EVERY, this::tell);
  }

  @Override
  public void close() {
    closed = true;
    next.close();
  }
}
