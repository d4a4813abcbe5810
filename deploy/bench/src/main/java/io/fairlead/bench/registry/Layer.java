package io.fairlead.bench.registry;

import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Digest.Algorithm;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Random;

/**
 * Bytes of a layer that no other layer has, made when they are needed: blocks of random bytes, each
 * with a number of its own at its head.
 *
 * @param first number of its first block
 */
record Layer(long first, int blocks, Digest digest) {
  static final int BLOCK = 1 << 20;

  private static final byte[] RANDOM = new byte[BLOCK];

  static {
    new Random(7).nextBytes(RANDOM);
  }

  /** A layer of so many MiB; its digest is computed here, before anything is measured. */
  static Layer of(long first, int blocks) {
    MessageDigest hash = Algorithm.SHA256.fresh();
    for (int i = 0; i < blocks; i++) {
      hash.update(block(first + i));
    }
    return new Layer(first, blocks, Digest.of(Algorithm.SHA256, hash));
  }

  long size() {
    return (long) blocks * BLOCK;
  }

  InputStream bytes() {
    return new InputStream() {
      private byte[] block = {};
      private int next;
      private int made;

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int length) {
        if (next == block.length) {
          if (made == blocks) {
            return -1;
          }
          block = block(first + made++);
          next = 0;
        }
        int count = Math.min(length, block.length - next);
        System.arraycopy(block, next, into, from, count);
        next += count;
        return count;
      }
    };
  }

  private static byte[] block(long number) {
    byte[] block = RANDOM.clone();
    ByteBuffer.wrap(block).putLong(number);
    return block;
  }
}
