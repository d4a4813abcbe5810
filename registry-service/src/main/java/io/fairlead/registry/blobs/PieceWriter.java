package io.fairlead.registry.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;

/** Writes pieces of uploads. One has its name when it is on the medium as a whole, not before. */
final class PieceWriter {
  /** A piece that is being written; nobody reads it. */
  static final String NEXT = "next";

  private static final int BUFFER = 128 << 10;

  private PieceWriter() {}

  /**
   * What was written.
   *
   * @param length plain bytes; where there are none there is no piece
   * @param whole whether the giving side came to its end
   */
  record Written(long length, boolean whole) {}

  /**
   * Adds a piece to the folder of an upload.
   *
   * @param hash sees the plain bytes, too
   */
  static Written write(
      Path folder, int number, DataKey key, InputStream bytes, Optional<MessageDigest> hash)
      throws IOException {
    Path next = folder.resolve(NEXT);
    Written written = write(next, key, number, bytes, hash);
    if (written.length() == 0) {
      Files.delete(next);
      return written;
    }
    Path piece = folder.resolve(Pieces.name(number, written.length()));
    Files.move(next, piece, StandardCopyOption.ATOMIC_MOVE);
    Durable.force(folder);
    return written;
  }

  private static Written write(
      Path file, DataKey key, int number, InputStream bytes, Optional<MessageDigest> hash)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      WriteBehind out = new WriteBehind(channel);
      Written written;
      try (OutputStream sealed = key.write(out, number)) {
        written = copy(bytes, sealed, hash);
      }
      out.finish();
      return written;
    }
  }

  /** A reader that breaks off ends the copy; a writer that fails ends the call. */
  static Written copy(InputStream from, OutputStream to, Optional<MessageDigest> hash)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long length = 0;
    while (true) {
      int count;
      try {
        count = from.read(buffer);
      } catch (IOException brokenOff) {
        return new Written(length, false);
      }
      if (count < 0) {
        return new Written(length, true);
      }
      to.write(buffer, 0, count);
      if (hash.isPresent()) {
        hash.get().update(buffer, 0, count);
      }
      length += count;
    }
  }
}
