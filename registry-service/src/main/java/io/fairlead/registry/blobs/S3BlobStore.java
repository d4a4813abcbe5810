package io.fairlead.registry.blobs;

import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Digest.Algorithm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Blobs in a bucket of S3 or what speaks like it.
 *
 * <pre>
 * PREFIX
 *   uploads/5b0c7a52-...            an upload: the folder of its pieces, its data key, wrapped, and
 *                                   the blob that it is becoming
 *   pieces/c2a9e1d4-.../
 *     00000-4194304                 piece 0, of 4194304 plain bytes
 *     00001-52                      piece 1
 *   blobs/sha256/9f86d081884c7d...  a blob: the folder, the key, and of which pieces it is
 *   damaged/sha256-9f86d0...-...    a blob that was not what it should be; its pieces stay, too
 * </pre>
 *
 * An upload becomes a blob by the one object that lists its pieces, which stay where they are. So a
 * blob is there as a whole or not at all. What a crash leaves half done is an upload still, and
 * goes with it.
 */
public final class S3BlobStore implements BlobStore {
  private final Bucket bucket;
  private final S3Records records;
  private final S3Pieces pieces;
  private final DataKeys keys;
  private final RunningHashes hashes = new RunningHashes();
  private final Set<UUID> busy = ConcurrentHashMap.newKeySet();

  /**
   * A part of a bucket.
   *
   * @param prefix that all keys begin with
   */
  public S3BlobStore(S3Client s3, String bucket, String prefix, DataKeys keys) {
    this.bucket = new Bucket(s3, bucket, prefix);
    this.records = new S3Records(this.bucket);
    this.pieces = new S3Pieces(this.bucket);
    this.keys = keys;
  }

  @Override
  public long uploaded(UUID upload) throws IOException {
    return sum(lengths(records.upload(upload)));
  }

  private List<Long> lengths(Optional<S3Upload> upload) throws IOException {
    return upload.isPresent() ? pieces.lengths(upload.get().folder()) : List.of();
  }

  private static long sum(List<Long> lengths) {
    return lengths.stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public Appended append(UUID upload, long offset, InputStream bytes) throws IOException {
    if (!busy.add(upload)) {
      return new Appended.Busy();
    }
    try {
      Optional<S3Upload> there = records.upload(upload);
      List<Long> lengths = lengths(there);
      if (sum(lengths) != offset) {
        return new Appended.OutOfOrder(sum(lengths));
      }
      if (lengths.size() >= FileBlobStore.MOST_PIECES) {
        return new Appended.TooManyPieces(FileBlobStore.MOST_PIECES);
      }
      return append(upload, there.isPresent() ? there.get() : begin(upload), lengths, bytes);
    } finally {
      busy.remove(upload);
    }
  }

  private Appended append(UUID upload, S3Upload there, List<Long> lengths, InputStream bytes)
      throws IOException {
    Optional<RunningHashes.State> state = hashes.take(upload, sum(lengths));
    List<Long> all = new ArrayList<>(lengths);
    boolean whole =
        pieces.write(
            there.folder(),
            all,
            keys.of(there.key()),
            bytes,
            state.map(RunningHashes.State::hash),
            FileBlobStore.MOST_PIECES);
    long size = sum(all);
    state.ifPresent(it -> hashes.keep(upload, new RunningHashes.State(it.hash(), size)));
    return whole ? new Appended.Kept(size) : new Appended.BrokenOff(size);
  }

  private S3Upload begin(UUID upload) throws IOException {
    return records.begin(
        upload, new S3Upload(UUID.randomUUID(), keys.fresh().wrapped(), Optional.empty()));
  }

  @Override
  public Committed commit(UUID upload, Digest digest) throws IOException {
    if (!busy.add(upload)) {
      return new Committed.Busy();
    }
    try {
      Optional<S3Upload> found = records.upload(upload);
      S3Upload there = found.isPresent() ? found.get() : begin(upload);
      List<Long> lengths = pieces.lengths(there.folder());
      Digest actual = digestOf(upload, there, lengths, digest.algorithm());
      if (!actual.equals(digest)) {
        throwAway(upload);
        return new Committed.OtherContent(actual);
      }
      become(upload, there, digest, lengths);
      return new Committed.Stored(sum(lengths));
    } finally {
      busy.remove(upload);
    }
  }

  private Digest digestOf(UUID upload, S3Upload there, List<Long> lengths, Algorithm algorithm)
      throws IOException {
    if (algorithm == Algorithm.SHA256) {
      Optional<RunningHashes.State> state = hashes.take(upload, sum(lengths));
      if (state.isPresent()) {
        return Digest.of(algorithm, state.get().hash());
      }
    }
    MessageDigest hash = algorithm.fresh();
    DataKey key = keys.of(there.key());
    pieces.copy(there.folder(), lengths, key, 0, sum(lengths), new HashingOutput(hash));
    return Digest.of(algorithm, hash);
  }

  /** Of two that upload the same at the same time, the second finds the blob and is thrown away. */
  private void become(UUID upload, S3Upload there, Digest digest, List<Long> lengths)
      throws IOException {
    records.keep(upload, there.becoming(digest));
    records.keepNew(digest, new S3Blob(there.folder(), there.key(), lengths));
    throwAway(upload);
  }

  @Override
  public void discard(UUID upload) throws IOException {
    if (busy.add(upload)) {
      try {
        throwAway(upload);
      } finally {
        busy.remove(upload);
      }
    }
  }

  /** Also where it has become a blob: then the pieces stay. */
  private void throwAway(UUID upload) throws IOException {
    hashes.forget(upload);
    Optional<S3Upload> there = records.upload(upload);
    if (there.isPresent()) {
      if (!isOfABlob(there.get())) {
        pieces.delete(there.get().folder());
      }
      records.forget(upload);
    }
  }

  private boolean isOfABlob(S3Upload upload) throws IOException {
    Optional<S3Blob> blob =
        upload.blob().isPresent() ? records.blob(upload.blob().get()) : Optional.empty();
    return blob.isPresent() && blob.get().folder().equals(upload.folder());
  }

  @Override
  public OptionalLong size(Digest digest) throws IOException {
    Optional<S3Blob> blob = records.blob(digest);
    return blob.isPresent() ? OptionalLong.of(blob.get().size()) : OptionalLong.empty();
  }

  @Override
  public void copy(Digest digest, long from, long length, OutputStream to) throws IOException {
    Optional<S3Blob> found = records.blob(digest);
    if (found.isEmpty()) {
      throw new NoSuchFileException(digest.toString());
    }
    S3Blob blob = found.get();
    pieces.copy(blob.folder(), blob.lengths(), keys.of(blob.key()), from, length, to);
  }

  /** The pieces are an upload's again before the blob is gone, so that a crash leaves none. */
  @Override
  public void remove(Digest digest) throws IOException {
    Optional<S3Blob> blob;
    try {
      blob = records.blob(digest);
    } catch (DamagedBlobException nobodyKnowsItsPieces) {
      records.forget(digest);
      return;
    }
    if (blob.isPresent()) {
      UUID folder = blob.get().folder();
      S3Upload leftover = new S3Upload(folder, blob.get().key(), Optional.of(digest));
      records.keep(folder, leftover);
      records.forget(digest);
      throwAway(folder);
    }
  }

  @Override
  public void setAside(Digest digest) throws IOException {
    records.setAside(digest);
  }

  @Override
  public Listing<Digest> blobs() {
    return records.blobs();
  }

  @Override
  public List<UUID> uploads() throws IOException {
    return records.uploads();
  }

  @Override
  public void close() {
    bucket.close();
  }
}
