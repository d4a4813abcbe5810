package io.fairlead.scheduler.shell;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What a loop counts. */
record LoopMeters(Counter decisions) {

  static LoopMeters in(MeterRegistry registry, int shard, Mailbox mailbox) {
    Gauge.builder("fairlead.scheduler.queue.depth", mailbox, Mailbox::size)
        .tag("shard", String.valueOf(shard))
        .register(registry);
    return new LoopMeters(registry.counter("fairlead.scheduler.loop.decisions"));
  }
}
