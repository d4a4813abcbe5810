package io.fairlead.registry.blobs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.crypto.tink.StreamingAead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;

/** What the pieces of one blob are written and read with. */
sealed interface DataKey {

  /** As it is kept beside the blob; empty where nothing is encrypted. */
  byte[] wrapped();

  /** Takes plain bytes and writes to {@code file}; complete once it is closed. */
  OutputStream write(OutputStream file, int piece) throws IOException;

  /** Plain bytes at any position; closing it closes {@code file}. */
  SeekableByteChannel read(SeekableByteChannel file, int piece) throws IOException;

  /** Plain bytes from the first on; closing it closes {@code file}. */
  InputStream read(InputStream file, int piece) throws IOException;

  /** No key: the bytes are kept as they are. */
  record None() implements DataKey {
    @Override
    public byte[] wrapped() {
      return new byte[0];
    }

    @Override
    public OutputStream write(OutputStream file, int piece) {
      return file;
    }

    @Override
    public SeekableByteChannel read(SeekableByteChannel file, int piece) {
      return file;
    }

    @Override
    public InputStream read(InputStream file, int piece) {
      return file;
    }
  }

  /**
   * AES-256-GCM in segments, so that any part can be read by itself and none can be altered, moved
   * to another piece or cut off unnoticed.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Sealed(byte[] wrapped, StreamingAead aead) implements DataKey {
    @Override
    public OutputStream write(OutputStream file, int piece) throws IOException {
      try {
        return aead.newEncryptingStream(file, context(piece));
      } catch (GeneralSecurityException e) {
        throw new IOException("cannot encrypt", e);
      }
    }

    @Override
    public SeekableByteChannel read(SeekableByteChannel file, int piece) throws IOException {
      try {
        return aead.newSeekableDecryptingChannel(file, context(piece));
      } catch (GeneralSecurityException e) {
        throw new DamagedBlobException("cannot decrypt", e);
      }
    }

    @Override
    public InputStream read(InputStream file, int piece) throws IOException {
      try {
        return aead.newDecryptingStream(file, context(piece));
      } catch (GeneralSecurityException e) {
        throw new DamagedBlobException("cannot decrypt", e);
      }
    }

    private static byte[] context(int piece) {
      return ("piece " + piece).getBytes(US_ASCII);
    }
  }
}
