package io.fairlead.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.registry.blobs.BlobStore.Appended;
import io.fairlead.registry.blobs.BlobStore.Committed;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Digest.Algorithm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every blob store does. */
@Timeout(60)
abstract class BlobStoreContract {
  private BlobStore store;

  /** Opens the store; again after {@link #reopen}, on what the last one has kept. */
  abstract BlobStore open() throws IOException;

  @BeforeEach
  void start() throws IOException {
    store = open();
  }

  @AfterEach
  void end() throws IOException {
    store.close();
  }

  private void reopen() throws IOException {
    store.close();
    store = open();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_495, 65_536, 65_537, 200_000, 1_048_576})
  void givesBackWhatWasCommitted(int size) throws IOException {
    byte[] content = bytes(size);
    Digest digest = commit(content);
    assertThat(store.size(digest)).hasValue(size);
    assertThat(read(digest, 0, size)).isEqualTo(content);
    reopen();
    assertThat(store.size(digest)).hasValue(size);
    assertThat(read(digest, 0, size)).isEqualTo(content);
  }

  @ParameterizedTest
  @CsvSource({
    "0,1",
    "0,100000",
    "99999,1",
    "65535,2",
    "65536,1",
    "30000,1",
    "29999,2",
    "29999,40002",
    "50000,0"
  })
  void givesAnyPartOfABlobOfManyPieces(int from, int length) throws IOException {
    byte[] content = bytes(100_000);
    UUID upload = UUID.randomUUID();
    append(upload, content, 0, 30_000);
    append(upload, content, 30_000, 40_000);
    append(upload, content, 70_000, 30_000);
    Digest digest = Digest.of(Algorithm.SHA256, content);
    assertThat(store.commit(upload, digest)).isEqualTo(new Committed.Stored(100_000));
    byte[] expected = java.util.Arrays.copyOfRange(content, from, from + length);
    assertThat(read(digest, from, length)).isEqualTo(expected);
  }

  @Test
  void anUploadGoesOnAfterARestart() throws IOException {
    byte[] content = bytes(150_000);
    UUID upload = UUID.randomUUID();
    append(upload, content, 0, 70_000);
    reopen();
    assertThat(store.uploaded(upload)).isEqualTo(70_000);
    append(upload, content, 70_000, 80_000);
    Digest digest = Digest.of(Algorithm.SHA256, content);
    assertThat(store.commit(upload, digest)).isEqualTo(new Committed.Stored(150_000));
    assertThat(read(digest, 0, 150_000)).isEqualTo(content);
    assertThat(store.uploaded(upload)).isZero();
  }

  @Test
  void keepsWhatCameBeforeTheGivingSideBrokeOff() throws IOException {
    byte[] content = bytes(50_000);
    UUID upload = UUID.randomUUID();
    InputStream broken =
        new SequenceInputStream(new ByteArrayInputStream(content, 0, 20_000), new Broken());
    assertThat(store.append(upload, 0, broken)).isEqualTo(new Appended.BrokenOff(20_000));
    assertThat(store.uploaded(upload)).isEqualTo(20_000);
    append(upload, content, 20_000, 30_000);
    assertThat(store.commit(upload, Digest.of(Algorithm.SHA256, content)))
        .isEqualTo(new Committed.Stored(50_000));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 11, 1_000})
  void takesBytesAtTheEndOfTheUploadOnly(long offset) throws IOException {
    UUID upload = UUID.randomUUID();
    byte[] content = bytes(10);
    append(upload, content, 0, 10);
    assertThat(store.append(upload, offset, new ByteArrayInputStream(content)))
        .isEqualTo(new Appended.OutOfOrder(10));
    assertThat(store.uploaded(upload)).isEqualTo(10);
  }

  @Test
  void refusesOtherContentThanTheDigestSays() throws IOException {
    UUID upload = UUID.randomUUID();
    byte[] content = bytes(10);
    append(upload, content, 0, 10);
    Digest other = Digest.of(Algorithm.SHA256, bytes(11));
    assertThat(store.commit(upload, other))
        .isEqualTo(new Committed.OtherContent(Digest.of(Algorithm.SHA256, content)));
    assertThat(store.size(other)).isEmpty();
    assertThat(store.uploaded(upload)).isZero();
  }

  @Test
  void knowsSha512() throws IOException {
    UUID upload = UUID.randomUUID();
    byte[] content = bytes(100_000);
    append(upload, content, 0, 60_000);
    append(upload, content, 60_000, 40_000);
    Digest digest = Digest.of(Algorithm.SHA512, content);
    assertThat(store.commit(upload, digest)).isEqualTo(new Committed.Stored(100_000));
    assertThat(read(digest, 0, 100_000)).isEqualTo(content);
  }

  @Test
  void twoUploadsOfTheSameAreOneBlob() throws IOException {
    byte[] content = bytes(70_000);
    Digest digest = commit(content);
    assertThat(commit(content)).isEqualTo(digest);
    assertThat(read(digest, 0, 70_000)).isEqualTo(content);
  }

  @Test
  void manyThatUploadTheSameAtOnceAllSucceed() throws Exception {
    byte[] content = bytes(300_000);
    Digest digest = Digest.of(Algorithm.SHA256, content);
    List<Future<Committed>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        results.add(
            threads.submit(
                () -> {
                  UUID upload = UUID.randomUUID();
                  append(upload, content, 0, 300_000);
                  return store.commit(upload, digest);
                }));
      }
    }
    for (Future<Committed> result : results) {
      assertThat(result.get()).isEqualTo(new Committed.Stored(300_000));
    }
    assertThat(read(digest, 0, 300_000)).isEqualTo(content);
  }

  @Test
  void oneAtATimeAddsToAnUpload() throws Exception {
    UUID upload = UUID.randomUUID();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Appended> first =
          threads.submit(() -> store.append(upload, 0, new Waiting(reading, go)));
      reading.await();
      assertThat(store.append(upload, 0, new ByteArrayInputStream(bytes(3))))
          .isEqualTo(new Appended.Busy());
      assertThat(store.commit(upload, Digest.of(Algorithm.SHA256, bytes(1))))
          .isEqualTo(new Committed.Busy());
      go.countDown();
      assertThat(first.get()).isEqualTo(new Appended.Kept(0));
    }
  }

  @Test
  void forgetsADiscardedUpload() throws IOException {
    UUID upload = UUID.randomUUID();
    append(upload, bytes(100), 0, 100);
    store.discard(upload);
    store.discard(upload);
    assertThat(store.uploaded(upload)).isZero();
  }

  @Test
  void listsAndRemovesBlobs() throws IOException {
    Digest one = commit(bytes(10));
    Digest other = commit(bytes(70_000));
    assertThat(list()).containsExactlyInAnyOrder(one, other);
    store.remove(one);
    store.remove(one);
    assertThat(list()).containsExactly(other);
    assertThat(store.size(one)).isEmpty();
    assertThatThrownBy(() -> read(one, 0, 10)).isInstanceOf(NoSuchFileException.class);
    reopen();
    assertThat(list()).containsExactly(other);
    assertThat(commit(bytes(10))).isEqualTo(one);
    assertThat(read(one, 0, 10)).isEqualTo(bytes(10));
  }

  @Test
  void whatWasSetAsideIsNotThereUntilItIsCommittedAgain() throws IOException {
    Digest digest = commit(bytes(1_000));
    store.setAside(digest);
    store.setAside(digest);
    assertThat(store.size(digest)).isEmpty();
    assertThat(list()).isEmpty();
    assertThatThrownBy(() -> read(digest, 0, 10)).isInstanceOf(NoSuchFileException.class);
    assertThat(commit(bytes(1_000))).isEqualTo(digest);
    store.setAside(digest);
    reopen();
    assertThat(list()).isEmpty();
  }

  private List<Digest> list() throws IOException {
    List<Digest> all = new ArrayList<>();
    try (BlobStore.Listing<Digest> listing = store.blobs()) {
      int taken;
      do {
        taken = listing.take(all, 1);
      } while (taken > 0);
    }
    return all;
  }

  @Test
  void listsUploadsThatHaveBytes() throws IOException {
    UUID upload = UUID.randomUUID();
    UUID committed = UUID.randomUUID();
    append(upload, bytes(10), 0, 10);
    append(committed, bytes(11), 0, 11);
    store.commit(committed, Digest.of(Algorithm.SHA256, bytes(11)));
    assertThat(store.uploads()).containsExactly(upload);
    store.discard(upload);
    assertThat(store.uploads()).isEmpty();
  }

  @Test
  void hasNothingThatWasNeverCommitted() throws IOException {
    Digest digest = Digest.of(Algorithm.SHA256, bytes(5));
    assertThat(store.size(digest)).isEmpty();
    assertThatThrownBy(() -> read(digest, 0, 1)).isInstanceOf(NoSuchFileException.class);
  }

  private Digest commit(byte[] content) throws IOException {
    UUID upload = UUID.randomUUID();
    append(upload, content, 0, content.length);
    Digest digest = Digest.of(Algorithm.SHA256, content);
    assertThat(store.commit(upload, digest)).isEqualTo(new Committed.Stored(content.length));
    return digest;
  }

  private void append(UUID upload, byte[] content, int from, int length) throws IOException {
    assertThat(store.append(upload, from, new ByteArrayInputStream(content, from, length)))
        .isEqualTo(new Appended.Kept(from + length));
  }

  private byte[] read(Digest digest, long from, long length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.copy(digest, from, length, out);
    return out.toByteArray();
  }

  static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("connection reset");
    }
  }

  private static final class Waiting extends InputStream {
    private final CountDownLatch reading;
    private final CountDownLatch go;

    Waiting(CountDownLatch reading, CountDownLatch go) {
      this.reading = reading;
      this.go = go;
    }

    @Override
    public int read() throws IOException {
      reading.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return -1;
    }
  }
}
