package io.fairlead.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.registry.blobs.BlobStore.Committed;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Digest.Algorithm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An object store, with encryption. */
final class S3BlobStoreTest extends BlobStoreContract {
  private static final byte[] CONTENT = bytes(100_000);
  private static final Digest DIGEST = Digest.of(Algorithm.SHA256, CONTENT);

  @TempDir Path folder;
  private FakeS3 s3;

  @Override
  BlobStore open() throws IOException {
    return open(0);
  }

  private BlobStore open(int retries) throws IOException {
    if (s3 == null) {
      s3 = new FakeS3();
    }
    DataKeys keys = new DataKeys(MasterKey.open(folder.resolve("master-key.json")), true);
    return new S3BlobStore(s3.client(retries), FakeS3.BUCKET, "registry/", keys);
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  /** Each call that a push makes fails once; the push is tried again until it is done. */
  @ParameterizedTest
  @EnumSource(FakeS3.Failing.class)
  void aPushGoesOnAfterAFailureOfAnyCall(FakeS3.Failing when) throws IOException {
    int call = 1;
    boolean came;
    do {
      s3.objects.clear();
      try (BlobStore store = open()) {
        s3.fail(call, when);
        pushUntilDone(store);
        came = s3.failed();
        s3.heal();
        assertThat(read(store)).as("call %d", call).isEqualTo(CONTENT);
        assertThat(store.uploads()).as("call %d", call).isEmpty();
        store.remove(DIGEST);
      }
      assertThat(s3.objects).as("call %d", call).isEmpty();
      call++;
    } while (came);
    assertThat(call).isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource(FakeS3.Failing.class)
  void aCallThatFailsOnceIsTriedAgain(FakeS3.Failing when) throws IOException {
    try (BlobStore store = open(1)) {
      for (int call = 1; call <= 10; call++) {
        UUID upload = UUID.randomUUID();
        s3.fail(call, when);
        store.append(upload, 0, new ByteArrayInputStream(CONTENT));
        assertThat(store.commit(upload, DIGEST)).isEqualTo(new Committed.Stored(CONTENT.length));
        assertThat(read(store)).as("call %d", call).isEqualTo(CONTENT);
        s3.heal();
        store.remove(DIGEST);
        assertThat(s3.objects).as("call %d", call).isEmpty();
      }
    }
  }

  /** As a client does that asks how much there is before it goes on. */
  private static void pushUntilDone(BlobStore store) {
    UUID upload = UUID.randomUUID();
    for (int attempt = 0; attempt < 10; attempt++) {
      try {
        int from = (int) store.uploaded(upload);
        int half = from < CONTENT.length / 2 ? CONTENT.length / 2 : CONTENT.length;
        for (int to : new int[] {half, CONTENT.length}) {
          store.append(upload, from, new ByteArrayInputStream(CONTENT, from, to - from));
          from = to;
        }
        assertThat(store.commit(upload, DIGEST)).isEqualTo(new Committed.Stored(CONTENT.length));
        return;
      } catch (IOException tryAgain) {
        assertThat(tryAgain).hasMessageContaining("object store");
      }
    }
    throw new AssertionError("never done");
  }

  /** What a removal leaves that fails goes with the next look at uploads that nobody knows. */
  @ParameterizedTest
  @EnumSource(FakeS3.Failing.class)
  void aRemovalThatFailsLeavesNothingForGood(FakeS3.Failing when) throws IOException {
    int call = 1;
    boolean came;
    do {
      try (BlobStore store = open()) {
        pushUntilDone(store);
        s3.fail(call, when);
        tryToRemove(store);
        came = s3.failed();
        s3.heal();
        if (store.size(DIGEST).isPresent()) {
          assertThat(read(store)).as("call %d", call).isEqualTo(CONTENT);
        }
        for (UUID left : store.uploads()) {
          store.discard(left);
        }
        if (store.size(DIGEST).isPresent()) {
          assertThat(read(store)).as("call %d", call).isEqualTo(CONTENT);
          store.remove(DIGEST);
        }
      }
      assertThat(s3.objects).as("call %d", call).isEmpty();
      call++;
    } while (came);
  }

  private static void tryToRemove(BlobStore store) {
    try {
      store.remove(DIGEST);
    } catch (IOException expected) {
      assertThat(expected).hasMessageContaining("object store");
    }
  }

  /** Two replicas get the same upload at the same time, and not the same bytes. */
  @Test
  void ofTwoProcessesThatAddToAnUploadOneIsRefused() throws IOException {
    byte[] others = CONTENT.clone();
    others[7] ^= 1;
    UUID upload = UUID.randomUUID();
    try (BlobStore one = open();
        BlobStore other = open()) {
      InputStream slow =
          new FilterInputStream(new ByteArrayInputStream(others)) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
              if (other.uploaded(upload) == 0) {
                other.append(upload, 0, new ByteArrayInputStream(CONTENT));
              }
              return super.read(bytes, from, length);
            }
          };
      assertThatThrownBy(() -> one.append(upload, 0, slow)).hasMessageContaining("another process");
      assertThat(one.commit(upload, DIGEST)).isEqualTo(new Committed.Stored(CONTENT.length));
      assertThat(read(one)).isEqualTo(CONTENT);
    }
  }

  @Test
  void aFailingStoreIsNoDamage() throws IOException {
    try (BlobStore store = open()) {
      pushUntilDone(store);
      s3.fail(2, FakeS3.Failing.BEFORE);
      assertThatThrownBy(() -> read(store))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(DamagedBlobException.class);
    }
  }

  @Test
  void whatWasAlteredIsDamage() throws IOException {
    try (BlobStore store = open()) {
      pushUntilDone(store);
      List<String> pieces =
          s3.objects.keySet().stream().filter(key -> key.contains("pieces/")).toList();
      assertThat(pieces).hasSize(2);
      s3.objects.get(pieces.getLast())[30_000] ^= 1;
      assertThatThrownBy(() -> read(store)).isInstanceOf(DamagedBlobException.class);
      s3.objects.remove(pieces.getLast());
      assertThatThrownBy(() -> read(store)).isInstanceOf(DamagedBlobException.class);
    }
  }

  @Test
  void nothingIsReadableInTheBucket() throws IOException {
    byte[] text =
        "a secret that must not lie there".repeat(5_000).getBytes(StandardCharsets.US_ASCII);
    try (BlobStore store = open()) {
      UUID upload = UUID.randomUUID();
      store.append(upload, 0, new ByteArrayInputStream(text));
      store.commit(upload, Digest.of(Algorithm.SHA256, text));
    }
    assertThat(s3.objects.values())
        .noneMatch(it -> new String(it, StandardCharsets.ISO_8859_1).contains("must not lie"));
  }

  @Test
  void anUploadIsCutIntoPieces() throws IOException {
    byte[] large = bytes(2 * S3Pieces.LARGEST + 5);
    Digest digest = Digest.of(Algorithm.SHA512, large);
    try (BlobStore store = open()) {
      UUID upload = UUID.randomUUID();
      store.append(upload, 0, new ByteArrayInputStream(large));
      assertThat(store.commit(upload, digest)).isEqualTo(new Committed.Stored(large.length));
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      store.copy(digest, S3Pieces.LARGEST - 5, S3Pieces.LARGEST + 9, part);
      assertThat(part.toByteArray())
          .isEqualTo(
              java.util.Arrays.copyOfRange(large, S3Pieces.LARGEST - 5, 2 * S3Pieces.LARGEST + 4));
      store.copy(digest, 0, large.length, OutputStream.nullOutputStream());
    }
    assertThat(s3.objects.keySet()).filteredOn(key -> key.contains("pieces/")).hasSize(3);
  }

  private static byte[] read(BlobStore store) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.copy(DIGEST, 0, CONTENT.length, out);
    return out.toByteArray();
  }
}
