package io.fairlead.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Digest.Algorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file system with encryption, as it is by default. */
final class SealedFileBlobStoreTest extends BlobStoreContract {
  private static final byte[] TEXT =
      "a secret that must not lie there".repeat(5_000).getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  @Override
  BlobStore open() throws IOException {
    return open(true);
  }

  private BlobStore open(boolean encrypt) throws IOException {
    return new FileBlobStore(
        folder.resolve("store"),
        new DataKeys(MasterKey.open(folder.resolve("master-key.json")), encrypt));
  }

  @Test
  void leavesNothingReadable() throws IOException {
    end();
    try (BlobStore store = open()) {
      store(store, TEXT);
    }
    for (Path file : files()) {
      String raw = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertThat(raw).doesNotContain("must not lie");
    }
    start();
  }

  @Test
  void readsWhatWasWrittenBeforeEncryptionWasTurnedOn() throws IOException {
    end();
    Digest digest;
    try (BlobStore store = open(false)) {
      digest = store(store, TEXT);
    }
    try (BlobStore store = open(true)) {
      var out = new java.io.ByteArrayOutputStream();
      store.copy(digest, 0, TEXT.length, out);
      assertThat(out.toByteArray()).isEqualTo(TEXT);
    }
    start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"flip", "cut", "remove", "key"})
  void saysSoWhenABlobWasTamperedWith(String how) throws IOException {
    end();
    try (BlobStore store = open()) {
      Digest digest = store(store, TEXT);
      tamper(how);
      assertThatThrownBy(() -> store.copy(digest, 0, TEXT.length, OutputStream.nullOutputStream()))
          .isInstanceOf(DamagedBlobException.class);
    }
    start();
  }

  private void tamper(String how) throws IOException {
    Path piece = files().stream().filter(it -> it.toString().contains("00000-")).findFirst().get();
    byte[] raw = Files.readAllBytes(piece);
    switch (how) {
      case "flip" -> {
        raw[raw.length / 2] ^= 1;
        Files.write(piece, raw);
      }
      case "cut" -> Files.write(piece, java.util.Arrays.copyOf(raw, raw.length - 1_000));
      case "remove" -> Files.delete(piece);
      case "key" -> Files.writeString(piece.resolveSibling("key"), "not a key");
      default -> throw new IllegalArgumentException(how);
    }
  }

  @Test
  void aFolderHasOneProcess() throws IOException {
    assertThatThrownBy(() -> open(true)).hasMessageContaining("in use");
  }

  @Test
  void whatAKilledProcessWasWritingIsNotThere() throws IOException {
    end();
    UUID upload = UUID.randomUUID();
    try (BlobStore store = open()) {
      store.append(upload, 0, new ByteArrayInputStream(TEXT));
    }
    Path next = folder.resolve("store/uploads/" + upload + "/next");
    Files.writeString(next, "half a piece");
    try (BlobStore store = open()) {
      assertThat(store.uploaded(upload)).isEqualTo(TEXT.length);
      Digest digest = Digest.of(Algorithm.SHA256, TEXT);
      assertThat(store.commit(upload, digest)).isInstanceOf(BlobStore.Committed.Stored.class);
    }
    assertThat(files()).noneMatch(it -> it.endsWith("next"));
    start();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("store"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static Digest store(BlobStore store, byte[] content) throws IOException {
    UUID upload = UUID.randomUUID();
    store.append(upload, 0, new ByteArrayInputStream(content));
    Digest digest = Digest.of(Algorithm.SHA256, content);
    store.commit(upload, digest);
    return digest;
  }
}
