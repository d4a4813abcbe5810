package io.fairlead.registry.blobs;

import java.io.OutputStream;
import java.security.MessageDigest;

/** Hashes what is written to it, and keeps nothing. */
public final class HashingOutput extends OutputStream {
  private final MessageDigest hash;

  public HashingOutput(MessageDigest hash) {
    this.hash = hash;
  }

  @Override
  public void write(int value) {
    hash.update((byte) value);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    hash.update(bytes, from, length);
  }
}
