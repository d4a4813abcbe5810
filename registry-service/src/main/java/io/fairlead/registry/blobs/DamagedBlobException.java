package io.fairlead.registry.blobs;

import java.io.IOException;

/** A blob on the medium is not what was committed. */
public sealed class DamagedBlobException extends IOException permits UnreadableKeyException {
  public DamagedBlobException(String message) {
    super(message);
  }

  DamagedBlobException(String message, Throwable cause) {
    super(message, cause);
  }
}
