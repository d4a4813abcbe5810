package io.fairlead.registry.collection;

import io.fairlead.registry.blobs.BlobStore;
import io.fairlead.registry.names.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Gives back the space of what nobody needs, while the registry serves. Every manifest is needed,
 * with or without a tag: it goes when somebody deletes it, never by itself. A blob is needed while
 * a manifest of its repository names it, and for one whole collection after somebody has relied on
 * it: a client asks for layers first and pushes the manifest afterwards.
 */
public final class Collector {
  private static final int BATCH = 500;

  private final Ledger ledger;
  private final BlobStore store;

  public Collector(Ledger ledger, BlobStore store) {
    this.ledger = ledger;
    this.store = store;
  }

  /** What a collection took away. */
  public record Collected(int links, int blobs, long bytes, int uploads) {}

  /** Collects once. Whatever it is stopped at, the next one goes on. */
  public Collected run() throws IOException {
    long generation = ledger.nextGeneration();
    int links = ledger.unlinkUnnamed(generation - 1);
    int blobs = 0;
    long bytes = 0;
    List<Digest> batch = new ArrayList<>(BATCH);
    try (BlobStore.Listing<Digest> all = store.blobs()) {
      while (all.take(batch, BATCH) > 0) {
        for (Digest digest : ledger.unlinked(batch)) {
          long size = store.size(digest).orElse(0);
          if (ledger.removeUnlinked(digest, () -> store.remove(digest))) {
            blobs++;
            bytes += size;
          }
        }
        batch.clear();
      }
    }
    return new Collected(links, blobs, bytes, uploads());
  }

  /** An upload is known from before its first byte until after its last. */
  private int uploads() throws IOException {
    int gone = 0;
    for (UUID upload : store.uploads()) {
      if (!ledger.hasUpload(upload)) {
        store.discard(upload);
        gone++;
      }
    }
    return gone;
  }
}
