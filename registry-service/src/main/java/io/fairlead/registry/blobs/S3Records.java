package io.fairlead.registry.blobs;

import io.fairlead.registry.blobs.BlobStore.Listing;
import io.fairlead.registry.names.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The small objects of a bucket that say what its pieces belong to. */
final class S3Records {
  private static final String UPLOADS = "uploads/";
  private static final String BLOBS = "blobs/";
  private static final String DAMAGED = "damaged/";

  private final Bucket bucket;

  S3Records(Bucket bucket) {
    this.bucket = bucket;
  }

  private static String key(Digest digest) {
    return BLOBS + digest.algorithm().label() + "/" + digest.hex();
  }

  Optional<S3Upload> upload(UUID upload) throws IOException {
    Optional<byte[]> bytes = bucket.get(UPLOADS + upload);
    return bytes.isPresent() ? Optional.of(S3Upload.read(bytes.get())) : Optional.empty();
  }

  /** Of two that begin the same upload at the same time, the first one's counts. */
  S3Upload begin(UUID upload, S3Upload fresh) throws IOException {
    byte[] bytes = fresh.bytes();
    if (bucket.putNew(UPLOADS + upload, bytes, bytes.length)) {
      return fresh;
    }
    return upload(upload).orElseThrow(() -> new IOException("upload " + upload + " has ended"));
  }

  void keep(UUID upload, S3Upload record) throws IOException {
    bucket.put(UPLOADS + upload, record.bytes());
  }

  void forget(UUID upload) throws IOException {
    bucket.delete(UPLOADS + upload);
  }

  List<UUID> uploads() throws IOException {
    return bucket.all(UPLOADS).stream()
        .map(key -> UUID.fromString(key.substring(UPLOADS.length())))
        .toList();
  }

  Optional<S3Blob> blob(Digest digest) throws IOException {
    Optional<byte[]> bytes = bucket.get(key(digest));
    return bytes.isPresent() ? Optional.of(S3Blob.read(bytes.get())) : Optional.empty();
  }

  /** Leaves one that is there as it is. */
  void keepNew(Digest digest, S3Blob record) throws IOException {
    byte[] bytes = record.bytes();
    bucket.putNew(key(digest), bytes, bytes.length);
  }

  void forget(Digest digest) throws IOException {
    bucket.delete(key(digest));
  }

  void setAside(Digest digest) throws IOException {
    Optional<byte[]> blob = bucket.get(key(digest));
    if (blob.isPresent()) {
      String name = digest.algorithm().label() + "-" + digest.hex() + "-" + UUID.randomUUID();
      bucket.put(DAMAGED + name, blob.get());
      bucket.delete(key(digest));
    }
  }

  Listing<Digest> blobs() {
    return new S3Listing(bucket, BLOBS);
  }
}
