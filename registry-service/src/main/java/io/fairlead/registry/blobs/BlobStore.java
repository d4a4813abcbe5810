package io.fairlead.registry.blobs;

import io.fairlead.registry.names.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Keeps bytes by their digest. They come in as uploads, piece by piece, and are a blob once {@link
 * #commit} has found that they are what they are said to be. What a method has answered survives a
 * crash of the process and of the machine; half-done work leaves no trace.
 *
 * <p>The store knows nothing of repositories and of rights. Its I/O blocks; an {@link IOException}
 * is one of the store's own, and what it was about can be tried again.
 */
public interface BlobStore extends AutoCloseable {

  /** Bytes of an upload that are kept; 0 where nothing was uploaded. */
  long uploaded(UUID upload) throws IOException;

  /**
   * Adds to an upload all that {@code bytes} gives, never holding more than a buffer of it. Where
   * the giving side breaks off, what came until then is kept.
   *
   * @param offset where the bytes belong: at the end of what is kept
   */
  Appended append(UUID upload, long offset, InputStream bytes) throws IOException;

  /** Makes an upload the blob with this digest, if that is what it is; it is gone afterwards. */
  Committed commit(UUID upload, Digest digest) throws IOException;

  /** Forgets an upload; nothing happens where there is none. */
  void discard(UUID upload) throws IOException;

  /** Bytes of a blob; empty where there is none with this digest. */
  OptionalLong size(Digest digest) throws IOException;

  /**
   * Writes a part of a blob.
   *
   * @param from first byte
   * @param length bytes, all of which the blob must have
   * @throws java.nio.file.NoSuchFileException if there is no such blob
   * @throws DamagedBlobException if it is not what was once committed
   */
  void copy(Digest digest, long from, long length, OutputStream to) throws IOException;

  /** Takes the bytes of a blob away; nothing happens where there are none. */
  void remove(Digest digest) throws IOException;

  /**
   * Takes a blob out of those that are there, and keeps its bytes for whoever looks into what
   * became of them; nothing happens where there is none.
   */
  void setAside(Digest digest) throws IOException;

  /** All blobs, in no order; those that come and go meanwhile may be among them or not. */
  Listing<Digest> blobs() throws IOException;

  /** All uploads that have bytes. */
  List<UUID> uploads() throws IOException;

  /** What may be too much to be held at once. */
  interface Listing<T> extends AutoCloseable {
    /** Adds the next ones, at most {@code most}; how many, 0 at the end. */
    int take(List<T> into, int most) throws IOException;

    @Override
    void close() throws IOException;
  }

  @Override
  void close() throws IOException;

  /** What came of bytes that were to be added. */
  sealed interface Appended {
    /** All are kept; {@code size} is that of the whole upload. */
    record Kept(long size) implements Appended {}

    /** The giving side broke off; {@code size} is what the upload has nevertheless. */
    record BrokenOff(long size) implements Appended {}

    /** They do not belong there: the upload has {@code size} bytes. */
    record OutOfOrder(long size) implements Appended {}

    /** The upload has as many pieces as the store takes. */
    record TooManyPieces(int most) implements Appended {}

    /** Somebody else is adding to the upload. */
    record Busy() implements Appended {}
  }

  /** What came of an upload that was to become a blob. */
  sealed interface Committed {
    /** The blob is there. */
    record Stored(long size) implements Committed {}

    /** The upload was something else, and is gone. */
    record OtherContent(Digest actual) implements Committed {}

    /** Somebody is still adding to it. */
    record Busy() implements Committed {}
  }
}
