package io.fairlead.registry;

import io.fairlead.registry.blobs.BlobStore;
import io.fairlead.registry.catalog.Uploads;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes away uploads that nobody goes on with. */
final class IdleUploads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IdleUploads.class);
  private static final int PAUSE_MINUTES = 10;

  private final Uploads uploads;
  private final BlobStore store;
  private final Duration patience;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("idle-uploads").factory());

  IdleUploads(Uploads uploads, BlobStore store, Duration patience) {
    this.uploads = uploads;
    this.store = store;
    this.patience = patience;
    var _ = clock.scheduleWithFixedDelay(this::sweep, 1, PAUSE_MINUTES, TimeUnit.MINUTES);
  }

  /** Takes away those that are idle now. */
  void sweep() {
    try {
      for (UUID upload : uploads.idle(patience)) {
        uploads.end(upload);
        store.discard(upload);
        LOG.info("discarded idle upload={}", upload);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("idle uploads stay for another {} minutes", PAUSE_MINUTES, e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
