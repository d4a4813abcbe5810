package io.fairlead.registry.blobs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pieces of one upload or blob in their order.
 *
 * @param size plain bytes of all together
 */
record Pieces(List<Piece> list, long size) {
  private static final Pattern NAME = Pattern.compile("(\\d{5})-(\\d{1,19})");

  /**
   * One file.
   *
   * @param number from 0 on
   * @param from plain bytes of the pieces before it
   * @param length plain bytes
   */
  record Piece(Path file, int number, long from, long length) {
    long end() {
      return from + length;
    }
  }

  /** The name of the file with this piece, which tells its plain length. */
  static String name(int number, long length) {
    return "%05d-%d".formatted(number, length);
  }

  /**
   * Those in a folder; none where it is not there.
   *
   * @throws DamagedBlobException if one is missing between others
   */
  static Pieces in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return new Pieces(List.of(), 0);
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "?????-*")) {
      entries.forEach(files::add);
    }
    files.sort(Comparator.comparing(file -> file.getFileName().toString()));
    List<Piece> pieces = new ArrayList<>();
    long size = 0;
    for (Path file : files) {
      Matcher name = NAME.matcher(file.getFileName().toString());
      if (!name.matches() || Integer.parseInt(name.group(1)) != pieces.size()) {
        throw new DamagedBlobException(folder + " lacks piece " + pieces.size());
      }
      Piece piece = new Piece(file, pieces.size(), size, Long.parseLong(name.group(2)));
      pieces.add(piece);
      size = piece.end();
    }
    return new Pieces(List.copyOf(pieces), size);
  }
}
