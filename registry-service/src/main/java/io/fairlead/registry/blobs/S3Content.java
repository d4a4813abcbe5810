package io.fairlead.registry.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;

/**
 * The content of an object while it comes. Remembers when the store failed, which is no damage,
 * whoever reads through a cipher.
 */
final class S3Content extends InputStream {
  private final ResponseInputStream<?> response;
  private @Nullable IOException failure;
  private boolean closed;

  S3Content(ResponseInputStream<?> response) {
    this.response = response;
  }

  /** Why the store did not give all of it. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    try {
      return response.read(bytes, from, length);
    } catch (IOException | RuntimeException e) {
      failure = new IOException("the object store broke off: " + e.getMessage(), e);
      throw failure;
    }
  }

  /** A connection on which more would come cannot be used again. Closing it twice is no harm. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (isAtEnd()) {
      response.close();
    } else {
      response.abort();
    }
  }

  private boolean isAtEnd() {
    try {
      return failure == null && response.read() < 0;
    } catch (IOException e) {
      return false;
    }
  }
}
