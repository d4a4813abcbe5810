package io.fairlead.scheduler.shell;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What a shard counts while it is this scheduler's. */
record LoopMeters(MeterRegistry registry, Counter decisions, Gauge depth) implements AutoCloseable {

  static LoopMeters in(MeterRegistry registry, int shard, Mailbox mailbox) {
    return new LoopMeters(
        registry,
        registry.counter("fairlead.scheduler.loop.decisions"),
        Gauge.builder("fairlead.scheduler.queue.depth", mailbox, Mailbox::size)
            .tag("shard", String.valueOf(shard))
            .register(registry));
  }

  @Override
  public void close() {
    registry.remove(depth);
  }
}
