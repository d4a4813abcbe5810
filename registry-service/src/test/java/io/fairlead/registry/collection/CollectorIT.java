package io.fairlead.registry.collection;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.fairlead.registry.Images;
import io.fairlead.registry.blobs.BlobStore;
import io.fairlead.registry.blobs.DataKeys;
import io.fairlead.registry.blobs.FileBlobStore;
import io.fairlead.registry.blobs.MasterKey;
import io.fairlead.registry.catalog.BlobLedger;
import io.fairlead.registry.catalog.Database;
import io.fairlead.registry.catalog.Manifests;
import io.fairlead.registry.catalog.Manifests.Deleted;
import io.fairlead.registry.catalog.Pushing;
import io.fairlead.registry.catalog.Pushing.Pushed;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.catalog.Repositories.Unlinked;
import io.fairlead.registry.catalog.Uploads;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Reference;
import io.fairlead.registry.names.RepositoryName;
import io.fairlead.testkit.SharedPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The collector on PostgreSQL and files. */
final class CollectorIT {
  private static final RepositoryName WEB = RepositoryName.parse("team/web").orElseThrow();
  private static final RepositoryName APP = RepositoryName.parse("team/app").orElseThrow();
  private static final int PUSHERS = 4;
  private static final int STORINGS = 4;
  private static final int PUSHES = 40;

  @TempDir Path folder;
  private HikariDataSource source;
  private BlobStore store;
  private Repositories repositories;
  private Manifests manifests;
  private Uploads uploads;
  private BlobLedger ledger;
  private Collector collector;

  @BeforeEach
  void start() throws IOException {
    SharedPostgres.Database postgres = SharedPostgres.freshDatabase();
    source = new HikariDataSource();
    source.setJdbcUrl(postgres.jdbcUrl());
    source.setUsername(postgres.user());
    source.setPassword(postgres.password());
    source.setMaximumPoolSize(2 * STORINGS);
    Database database = new Database(source);
    store =
        new FileBlobStore(
            folder.resolve("store"),
            new DataKeys(MasterKey.open(folder.resolve("master-key.json")), true));
    repositories = new Repositories(database);
    manifests = new Manifests(database);
    uploads = new Uploads(database);
    ledger = new BlobLedger(database, repositories, STORINGS);
    collector = new Collector(ledger, store);
  }

  @AfterEach
  void end() throws IOException {
    store.close();
    source.close();
  }

  @Test
  void givesBackWhatNoManifestNamesAfterOneWholeCollection() throws IOException {
    byte[] named = Images.bytes(1_000, 1);
    byte[] unnamed = Images.bytes(2_000, 2);
    push(WEB, named);
    link(WEB, unnamed);
    assertThat(collector.run().blobs()).isZero();
    assertThat(collector.run().blobs()).isEqualTo(1);
    assertThat(collector.run().blobs()).isZero();
    assertThat(stored()).containsExactly(Images.digest(named));
    assertThat(repositories.blob(WEB, Images.digest(unnamed))).isEmpty();
  }

  @Test
  @Timeout(60)
  void storesThatAreSlowLeaveConnectionsToOthers() throws Exception {
    CountDownLatch began = new CountDownLatch(STORINGS);
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 5 * STORINGS; i++) {
        Digest digest = Images.digest(Images.bytes(10, i));
        Ledger.Storing slow =
            () -> {
              began.countDown();
              await(go);
              return new BlobStore.Committed.Stored(10);
            };
        var _ = threads.submit(() -> ledger.link(WEB, digest, slow));
      }
      began.await();
      assertThat(repositories.row(WEB)).isPresent();
      go.countDown();
    }
    for (int i = 0; i < 5 * STORINGS; i++) {
      assertThat(repositories.blob(WEB, Images.digest(Images.bytes(10, i)))).hasValue(10);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Test
  void whoAsksForALayerKeepsItForOneMoreCollection() throws IOException {
    byte[] layer = Images.bytes(1_000, 1);
    link(WEB, layer);
    for (int i = 0; i < 5; i++) {
      assertThat(collector.run().links()).isZero();
      assertThat(repositories.blob(WEB, Images.digest(layer))).hasValue(1_000);
    }
  }

  @Test
  void bytesStayWhileAnyRepositoryLinksThem() throws IOException {
    byte[] layer = Images.bytes(1_000, 1);
    Digest manifest = push(WEB, layer);
    assertThat(repositories.mount(WEB, APP, Images.digest(layer))).isTrue();
    push(APP, layer);
    assertThat(repositories.unlink(WEB, Images.digest(layer))).isEqualTo(Unlinked.NAMED);
    assertThat(manifests.delete(WEB, new Reference.ByDigest(manifest))).isEqualTo(Deleted.DONE);
    assertThat(repositories.unlink(WEB, Images.digest(layer))).isEqualTo(Unlinked.DONE);
    assertThat(repositories.unlink(WEB, Images.digest(layer))).isEqualTo(Unlinked.NOT_THERE);
    assertThat(repositories.mount(WEB, APP, Images.digest(layer))).isFalse();
    collector.run();
    assertThat(read(layer)).isEqualTo(layer);
    repositories.delete(repositories.find(APP).orElseThrow(), true);
    assertThat(collector.run().bytes()).isEqualTo(1_000);
    assertThat(stored()).isEmpty();
  }

  @Test
  void takesAwayBytesAndUploadsThatACrashLeftBehind() throws IOException {
    UUID committed = UUID.randomUUID();
    UUID forgotten = UUID.randomUUID();
    UUID known = uploads.begin(repositories.ensure(WEB));
    byte[] layer = Images.bytes(1_000, 1);
    for (UUID upload : List.of(committed, forgotten, known)) {
      store.append(upload, 0, new ByteArrayInputStream(layer));
    }
    store.commit(committed, Images.digest(layer));
    Collector.Collected collected = collector.run();
    assertThat(collected).isEqualTo(new Collector.Collected(0, 1, 1_000, 1));
    assertThat(store.uploads()).containsExactly(known);
  }

  /**
   * Faster than any pause allows, so that pushes may be in vain, but never acknowledged and lost.
   */
  @Test
  void collectsAmongPushes() throws Exception {
    Map<Reference, byte[]> kept = new ConcurrentHashMap<>();
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> collecting =
          threads.submit(
              () -> {
                while (!over.get()) {
                  collector.run();
                }
                return null;
              });
      List<Future<?>> pushers = new ArrayList<>();
      for (int i = 0; i < PUSHERS; i++) {
        Random random = new Random(i);
        pushers.add(threads.submit(() -> pushAndDelete(random, kept)));
      }
      try {
        for (Future<?> pusher : pushers) {
          pusher.get();
        }
      } finally {
        over.set(true);
      }
      collecting.get();
    }
    collector.run();
    collector.run();
    Set<Digest> needed = new HashSet<>();
    for (byte[] layer : kept.values()) {
      assertThat(read(layer)).isEqualTo(layer);
      needed.add(Images.digest(layer));
    }
    assertThat(stored()).containsExactlyInAnyOrderElementsOf(needed);
  }

  private Void pushAndDelete(Random random, Map<Reference, byte[]> kept) throws IOException {
    for (int i = 0; i < PUSHES; i++) {
      byte[] layer = Images.bytes(500, random.nextInt(6));
      RepositoryName repository = random.nextBoolean() ? WEB : APP;
      if (repositories.blob(repository, Images.digest(layer)).isEmpty()
          && !repositories.mount(
              repository.equals(WEB) ? APP : WEB, repository, Images.digest(layer))) {
        link(repository, layer);
      }
      byte[] manifest = manifest(layer, random.nextLong());
      Reference reference = new Reference.ByDigest(Images.digest(manifest));
      if (new Pushing(repositories, manifests)
              .push(repository, reference, Images.MANIFEST, manifest)
          instanceof Pushed.Kept) {
        kept.put(reference, layer);
        assertThat(read(layer)).isEqualTo(layer);
        if (random.nextBoolean()) {
          kept.remove(reference);
          assertThat(manifests.delete(repository, reference)).isEqualTo(Deleted.DONE);
        }
      }
    }
    return null;
  }

  private Digest push(RepositoryName repository, byte[] layer) throws IOException {
    link(repository, layer);
    byte[] manifest = manifest(layer, 0);
    Reference reference = new Reference.ByDigest(Images.digest(manifest));
    assertThat(
            new Pushing(repositories, manifests)
                .push(repository, reference, Images.MANIFEST, manifest))
        .isInstanceOf(Pushed.Kept.class);
    return Images.digest(manifest);
  }

  private static byte[] manifest(byte[] layer, long number) {
    return Images.manifest("\"annotations\":{\"number\":\"" + number + "\"},", layer, layer);
  }

  private void link(RepositoryName repository, byte[] layer) throws IOException {
    UUID upload = uploads.begin(repositories.ensure(repository));
    store.append(upload, 0, new ByteArrayInputStream(layer));
    Digest digest = Images.digest(layer);
    assertThat(ledger.link(repository, digest, () -> store.commit(upload, digest)))
        .isEqualTo(new BlobStore.Committed.Stored(layer.length));
    uploads.end(upload);
  }

  private byte[] read(byte[] layer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.copy(Images.digest(layer), 0, layer.length, out);
    return out.toByteArray();
  }

  private List<Digest> stored() throws IOException {
    List<Digest> all = new ArrayList<>();
    try (BlobStore.Listing<Digest> listing = store.blobs()) {
      listing.take(all, 1_000);
    }
    return all;
  }
}
