package io.fairlead.registry.blobs;

/** A blob's own key cannot be unwrapped: it is damaged, or another master key is in use. */
public final class UnreadableKeyException extends DamagedBlobException {
  UnreadableKeyException(Throwable cause) {
    super("the key beside the blob is damaged or belongs to another master key", cause);
  }
}
