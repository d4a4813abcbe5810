package io.fairlead.registry.collection;

import io.fairlead.registry.collection.Collector.Collected;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects now and then. */
public final class CollectorRuns implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CollectorRuns.class);

  private final Collector collector;
  private final Counter blobs;
  private final Counter bytes;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("registry-collector").factory());

  /** Begins; the first collection comes after one pause. */
  public CollectorRuns(Collector collector, Duration pause, MeterRegistry meters) {
    this.collector = collector;
    this.blobs = meters.counter("fairlead.registry.collected.blobs");
    this.bytes = meters.counter("fairlead.registry.collected.bytes");
    var _ =
        clock.scheduleWithFixedDelay(
            this::run, pause.toSeconds(), pause.toSeconds(), TimeUnit.SECONDS);
  }

  private void run() {
    try {
      Collected collected = collector.run();
      blobs.increment(collected.blobs());
      bytes.increment(collected.bytes());
      LOG.info(
          "collected links={} blobs={} bytes={} uploads={}",
          collected.links(),
          collected.blobs(),
          collected.bytes(),
          collected.uploads());
    } catch (IOException | RuntimeException e) {
      LOG.warn("the collection stopped; the next one goes on", e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
