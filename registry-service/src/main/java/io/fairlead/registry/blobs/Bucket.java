package io.fairlead.registry.blobs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of an {@link S3BlobStore}: what it needs of S3, and no more of it. */
final class Bucket implements AutoCloseable {
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client s3;
  private final String bucket;
  private final String prefix;

  /**
   * A part of a bucket.
   *
   * @param prefix that all keys begin with
   */
  Bucket(S3Client s3, String bucket, String prefix) {
    this.s3 = s3;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  void put(String key, byte[] content) throws IOException {
    PutObjectRequest request = putting(key, content, content.length).build();
    var _ = call(() -> s3.putObject(request, body(content, content.length)));
  }

  private static RequestBody body(byte[] content, int length) {
    return RequestBody.fromInputStream(new ByteArrayInputStream(content, 0, length), length);
  }

  /** The store takes only what is whole. */
  private PutObjectRequest.Builder putting(String key, byte[] content, int length) {
    return PutObjectRequest.builder()
        .bucket(bucket)
        .key(prefix + key)
        .contentMD5(Base64.getEncoder().encodeToString(md5(content, length)));
  }

  @SuppressWarnings("InsecureCryptoUsage") // against accidents only
  private static byte[] md5(byte[] content, int length) {
    try {
      MessageDigest hash = MessageDigest.getInstance("MD5");
      hash.update(content, 0, length);
      return hash.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /**
   * Puts the beginning of an array, which is not copied; false where there is an object of this
   * name, which then stays as it is. A try that was taken for failed may have put it.
   */
  boolean putNew(String key, byte[] content, int length) throws IOException {
    PutObjectRequest request = putting(key, content, length).ifNoneMatch("*").build();
    try {
      var _ = s3.putObject(request, body(content, length));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED) {
        return false;
      }
      throw failed(e);
    } catch (SdkException e) {
      throw failed(e);
    }
  }

  Optional<byte[]> get(String key) throws IOException {
    Optional<S3Content> content = open(key);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try (S3Content in = content.get()) {
      return Optional.of(in.readAllBytes());
    }
  }

  /** The content bit by bit. */
  Optional<S3Content> open(String key) throws IOException {
    try {
      return Optional.of(new S3Content(s3.getObject(it -> it.bucket(bucket).key(prefix + key))));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw failed(e);
    }
  }

  void delete(String key) throws IOException {
    var _ = call(() -> s3.deleteObject(it -> it.bucket(bucket).key(prefix + key)));
  }

  /** Keys below a folder after {@code last}, in their order; as many as S3 gives at once. */
  List<String> page(String folder, String last) throws IOException {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(bucket)
            .prefix(prefix + folder)
            .startAfter(last.isEmpty() ? null : prefix + last)
            .build();
    return call(() -> s3.listObjectsV2(request)).contents().stream()
        .map(S3Object::key)
        .map(key -> key.substring(prefix.length()))
        .toList();
  }

  /** All keys below a folder. */
  List<String> all(String folder) throws IOException {
    List<String> all = new ArrayList<>();
    List<String> page = page(folder, "");
    while (!page.isEmpty()) {
      all.addAll(page);
      page = page(folder, page.getLast());
    }
    return all;
  }

  private static <T> T call(Supplier<T> call) throws IOException {
    try {
      return call.get();
    } catch (SdkException e) {
      throw failed(e);
    }
  }

  private static IOException failed(SdkException e) {
    return new IOException("the object store failed: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    s3.close();
  }
}
