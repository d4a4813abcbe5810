package io.fairlead.registry.collection;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Hashes what is written and keeps the last of it back, until it is released or thrown away. */
final class HoldingBack extends OutputStream {
  private final OutputStream to;
  private final MessageDigest hash;
  private byte[] held = {};

  HoldingBack(OutputStream to, MessageDigest hash) {
    this.to = to;
    this.hash = hash;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (length > 0) {
      release();
      hash.update(bytes, from, length);
      held = java.util.Arrays.copyOfRange(bytes, from, from + length);
    }
  }

  /** Lets the last bytes go. */
  void release() throws IOException {
    to.write(held);
    held = new byte[0];
  }

  /** Throws away what is held; the other stream stays open. */
  @Override
  public void close() {
    held = new byte[0];
  }
}
