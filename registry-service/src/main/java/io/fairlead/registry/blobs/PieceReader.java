package io.fairlead.registry.blobs;

import io.fairlead.registry.blobs.Pieces.Piece;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.StandardOpenOption;

/** Reads a run of plain bytes that may lie in several pieces. */
final class PieceReader {
  private static final int BUFFER = 64 << 10;

  private PieceReader() {}

  /**
   * Writes the bytes to {@code to}.
   *
   * @throws DamagedBlobException if they are not all there, or not as they were written
   */
  static void copy(Pieces pieces, DataKey key, long from, long length, OutputStream to)
      throws IOException {
    long end = from + length;
    if (end > pieces.size()) {
      throw new DamagedBlobException("has " + pieces.size() + " bytes, not " + end);
    }
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    for (Piece piece : pieces.list()) {
      long begin = Math.max(from, piece.from());
      long stop = Math.min(end, piece.end());
      if (begin < stop) {
        copy(piece, key, begin - piece.from(), stop - begin, buffer, to);
      }
    }
  }

  private static void copy(
      Piece piece, DataKey key, long from, long length, ByteBuffer buffer, OutputStream to)
      throws IOException {
    try (FileChannel file = FileChannel.open(piece.file(), StandardOpenOption.READ);
        SeekableByteChannel plain = key.read(file, piece.number())) {
      plain.position(from);
      long left = length;
      while (left > 0) {
        buffer.clear().limit((int) Math.min(left, buffer.capacity()));
        int count = read(plain, buffer, piece);
        to.write(buffer.array(), 0, count);
        left -= count;
      }
    }
  }

  private static int read(SeekableByteChannel plain, ByteBuffer buffer, Piece piece)
      throws IOException {
    int count;
    try {
      count = plain.read(buffer);
    } catch (IOException e) {
      throw new DamagedBlobException(piece.file() + " cannot be read", e);
    }
    if (count <= 0) {
      throw new DamagedBlobException(piece.file() + " is shorter than " + piece.length());
    }
    return count;
  }
}
