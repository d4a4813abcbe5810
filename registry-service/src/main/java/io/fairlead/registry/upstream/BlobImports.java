package io.fairlead.registry.upstream;

import io.fairlead.registry.blobs.BlobStore;
import io.fairlead.registry.blobs.BlobStore.Appended;
import io.fairlead.registry.blobs.BlobStore.Committed;
import io.fairlead.registry.catalog.CreationTemplate;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.catalog.Uploads;
import io.fairlead.registry.collection.Ledger;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import io.fairlead.registry.upstream.UpstreamRegistry.Fetched;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Brings blobs in from other registries. Who asks for one that is on its way waits for it. */
public final class BlobImports {
  private final Repositories repositories;
  private final Uploads uploads;
  private final Ledger ledger;
  private final BlobStore store;
  private final Map<Wanted, CompletableFuture<Boolean>> running = new ConcurrentHashMap<>();

  public BlobImports(Repositories repositories, Uploads uploads, Ledger ledger, BlobStore store) {
    this.repositories = repositories;
    this.uploads = uploads;
    this.ledger = ledger;
    this.store = store;
  }

  private record Wanted(RepositoryName repository, Digest digest) {}

  /** Opens the bytes of a blob. */
  @FunctionalInterface
  interface Opening {
    /** Empty where there is no such blob. */
    Optional<Fetched> open() throws IOException;
  }

  /** Has the blob in the repository when it returns; false where the other registry has it not. */
  boolean bring(RepositoryName repository, Digest digest, Opening opening) throws IOException {
    if (repositories.blob(repository, digest).isPresent()) {
      return true;
    }
    Wanted wanted = new Wanted(repository, digest);
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    CompletableFuture<Boolean> first = running.putIfAbsent(wanted, mine);
    if (first != null) {
      return await(first);
    }
    try {
      boolean there = fetch(repository, digest, opening);
      mine.complete(there);
      return there;
    } catch (IOException | RuntimeException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      running.remove(wanted);
    }
  }

  private static boolean await(CompletableFuture<Boolean> other) throws IOException {
    try {
      return other.join();
    } catch (CompletionException e) {
      throw new IOException("another request could not bring it in either", e.getCause());
    }
  }

  private boolean fetch(RepositoryName repository, Digest digest, Opening opening)
      throws IOException {
    Optional<Fetched> found = opening.open();
    if (found.isEmpty()) {
      return false;
    }
    try (Fetched fetched = found.get()) {
      store(repository, digest, fetched);
    }
    return true;
  }

  private void store(RepositoryName repository, Digest digest, Fetched fetched) throws IOException {
    UUID upload = repositories.in(repository, CreationTemplate.PULL_THROUGH_CACHE, uploads::begin);
    try {
      if (!(store.append(upload, 0, fetched.body()) instanceof Appended.Kept)) {
        throw new IOException("blob " + digest + " broke off");
      }
      if (!(ledger.link(repository, digest, () -> store.commit(upload, digest))
          instanceof Committed.Stored)) {
        throw new IOException("what came for " + digest + " is something else");
      }
    } finally {
      uploads.end(upload);
      store.discard(upload);
    }
  }
}
