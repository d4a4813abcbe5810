package io.fairlead.registry.collection;

import io.fairlead.registry.blobs.BlobStore;
import io.fairlead.registry.blobs.DamagedBlobException;
import io.fairlead.registry.blobs.HashingOutput;
import io.fairlead.registry.blobs.UnreadableKeyException;
import io.fairlead.registry.names.Digest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives blobs out, and holds a share of those that are given out as a whole against their digests.
 * What is damaged does not come to its end, and nobody gets it again until it was pushed again.
 */
public final class Inspector {
  private static final Logger LOG = LoggerFactory.getLogger(Inspector.class);

  private final Ledger ledger;
  private final BlobStore store;
  private final BooleanSupplier sampled;
  private final Counter verified;
  private final Counter damaged;
  private final Set<Digest> inspected = ConcurrentHashMap.newKeySet();

  /**
   * Of one store.
   *
   * @param sampled whether the next blob is verified
   */
  public Inspector(Ledger ledger, BlobStore store, BooleanSupplier sampled, MeterRegistry meters) {
    this.ledger = ledger;
    this.store = store;
    this.sampled = sampled;
    this.verified = meters.counter("fairlead.registry.verified.blobs");
    this.damaged = meters.counter("fairlead.registry.damaged.blobs");
  }

  /**
   * Writes a part of a blob.
   *
   * @param size of the whole blob
   * @throws IOException if it is damaged: not all was written then
   */
  public void copy(Digest digest, long size, long from, long length, OutputStream to)
      throws IOException {
    try {
      if (length == size && sampled.getAsBoolean()) {
        verified(digest, size, to);
      } else {
        store.copy(digest, from, length, to);
      }
    } catch (DamagedBlobException | NoSuchFileException e) {
      LOG.error("blob={} was not given out whole: {}", digest, e.toString());
      inspect(digest, size);
      throw e;
    }
  }

  private void verified(Digest digest, long size, OutputStream to) throws IOException {
    MessageDigest hash = digest.algorithm().fresh();
    try (HoldingBack out = new HoldingBack(to, hash)) {
      store.copy(digest, 0, size, out);
      Digest actual = Digest.of(digest.algorithm(), hash);
      if (!actual.equals(digest)) {
        throw new DamagedBlobException("the bytes are those of " + actual);
      }
      out.release();
    }
    verified.increment();
  }

  /** Reads it once more, so that what only one reader came upon harms nobody. */
  private void inspect(Digest digest, long size) throws IOException {
    if (!inspected.add(digest)) {
      return;
    }
    try {
      if (ledger.callIn(digest, () -> isDamaged(digest, size))) {
        damaged.increment();
        LOG.error("blob={} is damaged and set aside; push it again", digest);
      }
    } finally {
      inspected.remove(digest);
    }
  }

  private boolean isDamaged(Digest digest, long size) throws IOException {
    MessageDigest hash = digest.algorithm().fresh();
    try {
      store.copy(digest, 0, size, new HashingOutput(hash));
      if (Digest.of(digest.algorithm(), hash).equals(digest)) {
        return false;
      }
    } catch (UnreadableKeyException e) {
      // with the wrong master key every blob would look like this
      return false;
    } catch (DamagedBlobException | NoSuchFileException e) {
      LOG.debug("blob={} cannot be read", digest, e);
    }
    store.setAside(digest);
    return true;
  }
}
