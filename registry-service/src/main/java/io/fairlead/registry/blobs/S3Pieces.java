package io.fairlead.registry.blobs;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pieces of uploads and blobs in a bucket. One is held in memory while it is written. */
final class S3Pieces {
  /** Plain bytes of the largest piece. */
  static final int LARGEST = 4 << 20;

  private static final Pattern NAME = Pattern.compile("(\\d{5})-(\\d{1,19})");
  private static final int BUFFER = 128 << 10;

  private final Bucket bucket;

  S3Pieces(Bucket bucket) {
    this.bucket = bucket;
  }

  static String path(UUID folder) {
    return "pieces/" + folder + "/";
  }

  private static String key(UUID folder, int number, long length) {
    return path(folder) + Pieces.name(number, length);
  }

  /**
   * Plain bytes of each piece in a folder, in their order.
   *
   * @throws DamagedBlobException if one is missing between others
   */
  List<Long> lengths(UUID folder) throws IOException {
    List<Long> lengths = new ArrayList<>();
    for (String key : bucket.all(path(folder))) {
      Matcher name = NAME.matcher(key.substring(path(folder).length()));
      if (!name.matches() || Integer.parseInt(name.group(1)) != lengths.size()) {
        throw new DamagedBlobException("the folder " + folder + " has no piece " + lengths.size());
      }
      lengths.add(Long.parseLong(name.group(2)));
    }
    return lengths;
  }

  void delete(UUID folder) throws IOException {
    for (String key : bucket.all(path(folder))) {
      bucket.delete(key);
    }
  }

  /**
   * Adds what is given, in pieces that are full but for the last.
   *
   * @param lengths of the pieces that are there; gets those of the new ones
   * @param most pieces that there may be
   */
  boolean write(
      UUID folder,
      List<Long> lengths,
      DataKey key,
      InputStream from,
      Optional<MessageDigest> hash,
      int most)
      throws IOException {
    boolean whole = true;
    boolean more = true;
    while (more && lengths.size() < most) {
      Sealed sealed = new Sealed();
      Taken taken;
      try (OutputStream out = key.write(sealed, lengths.size())) {
        taken = take(from, out, hash);
      }
      if (taken.length() > 0) {
        put(key(folder, lengths.size(), taken.length()), sealed);
        lengths.add(taken.length());
      }
      whole = !taken.broken();
      more = !taken.ended();
    }
    return whole && !more;
  }

  /** A piece that another process has put stays; then this one knows not what the upload is. */
  private void put(String key, Sealed sealed) throws IOException {
    if (!bucket.putNew(key, sealed.bytes(), sealed.size())
        && !bucket.get(key).filter(sealed::is).isPresent()) {
      throw new IOException("another process adds to the upload, too");
    }
  }

  /** Gives its bytes away without a copy, as pieces are large. */
  private static final class Sealed extends ByteArrayOutputStream {
    byte[] bytes() {
      return buf;
    }

    boolean is(byte[] other) {
      return Arrays.equals(buf, 0, count, other, 0, other.length);
    }
  }

  private record Taken(long length, boolean ended, boolean broken) {}

  private static Taken take(InputStream from, OutputStream to, Optional<MessageDigest> hash)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long length = 0;
    while (length < LARGEST) {
      int count;
      try {
        count = from.read(buffer, 0, (int) Math.min(BUFFER, LARGEST - length));
      } catch (IOException brokenOff) {
        return new Taken(length, true, true);
      }
      if (count < 0) {
        return new Taken(length, true, false);
      }
      to.write(buffer, 0, count);
      if (hash.isPresent()) {
        hash.get().update(buffer, 0, count);
      }
      length += count;
    }
    return new Taken(length, false, false);
  }

  /**
   * Writes a run of plain bytes that may lie in several pieces.
   *
   * @throws DamagedBlobException if they are not all there, or not as they were written
   */
  void copy(UUID folder, List<Long> lengths, DataKey key, long from, long length, OutputStream to)
      throws IOException {
    long begin = 0;
    long end = from + length;
    for (int number = 0; number < lengths.size(); number++) {
      long stop = begin + lengths.get(number);
      if (begin < end && stop > from) {
        copy(
            key(folder, number, lengths.get(number)),
            key,
            number,
            Math.max(from, begin) - begin,
            Math.min(end, stop) - begin,
            to);
      }
      begin = stop;
    }
    if (end > begin) {
      throw new DamagedBlobException("has " + begin + " bytes, not " + end);
    }
  }

  private void copy(String piece, DataKey key, int number, long from, long end, OutputStream to)
      throws IOException {
    Optional<S3Content> there = bucket.open(piece);
    if (there.isEmpty()) {
      throw new DamagedBlobException(piece + " is missing", new FileNotFoundException(piece));
    }
    try (S3Content sealed = there.get();
        InputStream plain = key.read(sealed, number)) {
      byte[] buffer = new byte[BUFFER];
      long at = 0;
      while (at < end) {
        int count = read(sealed, plain, buffer, (int) Math.min(BUFFER, end - at), piece);
        int skip = (int) Math.clamp(from - at, 0, count);
        to.write(buffer, skip, count - skip);
        at += count;
      }
    }
  }

  private static int read(
      S3Content sealed, InputStream plain, byte[] buffer, int most, String piece)
      throws IOException {
    int count;
    try {
      count = plain.read(buffer, 0, most);
    } catch (IOException e) {
      if (sealed.failure().isPresent()) {
        throw sealed.failure().get();
      }
      throw new DamagedBlobException(piece + " cannot be read", e);
    }
    if (count <= 0) {
      throw new DamagedBlobException(piece + " is shorter than it should be");
    }
    return count;
  }
}
