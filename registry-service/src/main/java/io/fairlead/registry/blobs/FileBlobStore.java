package io.fairlead.registry.blobs;

import io.fairlead.registry.blobs.PieceWriter.Written;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Digest.Algorithm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Blobs in a folder, which one process has for itself.
 *
 * <pre>
 * FOLDER/
 *   lock                                held by the process
 *   uploads/
 *     5b0c7a52-.../                     an upload
 *       key                             its data key, wrapped by the master key; empty: not encrypted
 *       00000-1048576                   piece 0, of 1048576 plain bytes
 *       00001-52                        piece 1
 *       next                            a piece that is being written; nobody reads it
 *   blobs/
 *     sha256/
 *       9f/
 *         9f86d081884c7d65.../          a blob: the folder of its upload, renamed
 *           key
 *           00000-1048576
 *           00001-52
 *   removed/                            blobs whose files are being deleted; emptied at the start
 *   damaged/
 *     sha256-9f86d081884c7d65...-.../   a blob that was not what it should be, as it was found
 * </pre>
 *
 * Each PATCH of a client is a piece, written as {@code next}, forced to the medium, renamed, and
 * its folder forced. An upload becomes a blob by one rename of its folder, after its bytes were
 * held against the digest. So a blob is there as a whole or not at all, and a crash costs an upload
 * the piece under way, no more.
 */
public final class FileBlobStore implements BlobStore {
  /** Pieces of one upload. */
  static final int MOST_PIECES = 10_000;

  private static final String KEY = "key";

  private final Path uploads;
  private final Shelves shelves;
  private final DataKeys keys;
  private final FolderLock lock;
  private final RunningHashes hashes = new RunningHashes();
  private final Set<UUID> busy = ConcurrentHashMap.newKeySet();

  /**
   * Takes the folder, which is made where there is none.
   *
   * @throws IOException if another process has it
   */
  public FileBlobStore(Path folder, DataKeys keys) throws IOException {
    this.keys = keys;
    this.uploads = folder.resolve("uploads");
    Durable.folder(uploads);
    this.lock = FolderLock.take(folder);
    this.shelves = new Shelves(folder);
  }

  @Override
  public long uploaded(UUID upload) throws IOException {
    return Pieces.in(folder(upload)).size();
  }

  @Override
  public Appended append(UUID upload, long offset, InputStream bytes) throws IOException {
    if (!busy.add(upload)) {
      return new Appended.Busy();
    }
    try {
      Pieces pieces = Pieces.in(folder(upload));
      if (pieces.size() != offset) {
        return new Appended.OutOfOrder(pieces.size());
      }
      if (pieces.list().size() >= MOST_PIECES) {
        return new Appended.TooManyPieces(MOST_PIECES);
      }
      return append(upload, pieces, bytes);
    } finally {
      busy.remove(upload);
    }
  }

  private Appended append(UUID upload, Pieces pieces, InputStream bytes) throws IOException {
    Path folder = folder(upload);
    boolean first = pieces.list().isEmpty();
    DataKey key = first ? freshKey(folder) : keyIn(folder);
    Optional<RunningHashes.State> state = hashes.take(upload, pieces.size());
    Written written =
        PieceWriter.write(
            folder, pieces.list().size(), key, bytes, state.map(RunningHashes.State::hash));
    long size = pieces.size() + written.length();
    if (first && written.length() > 0) {
      Durable.force(uploads);
    }
    state.ifPresent(it -> hashes.keep(upload, new RunningHashes.State(it.hash(), size)));
    return written.whole() ? new Appended.Kept(size) : new Appended.BrokenOff(size);
  }

  private DataKey freshKey(Path folder) throws IOException {
    DataKey key = keys.fresh();
    Files.createDirectories(folder);
    Durable.write(folder.resolve(KEY), key.wrapped());
    return key;
  }

  private DataKey keyIn(Path folder) throws IOException {
    return keys.of(Files.readAllBytes(folder.resolve(KEY)));
  }

  @Override
  public Committed commit(UUID upload, Digest digest) throws IOException {
    if (!busy.add(upload)) {
      return new Committed.Busy();
    }
    try {
      Path folder = folder(upload);
      Pieces pieces = Pieces.in(folder);
      Digest actual = digestOf(upload, pieces, digest.algorithm());
      if (!actual.equals(digest)) {
        remove(upload);
        return new Committed.OtherContent(actual);
      }
      if (pieces.list().isEmpty()) {
        freshKey(folder);
      }
      Files.deleteIfExists(folder.resolve(PieceWriter.NEXT));
      move(upload, digest);
      return new Committed.Stored(pieces.size());
    } finally {
      busy.remove(upload);
    }
  }

  private Digest digestOf(UUID upload, Pieces pieces, Algorithm algorithm) throws IOException {
    if (algorithm == Algorithm.SHA256) {
      Optional<RunningHashes.State> state = hashes.take(upload, pieces.size());
      if (state.isPresent()) {
        return Digest.of(algorithm, state.get().hash());
      }
    }
    MessageDigest hash = algorithm.fresh();
    DataKey key = pieces.list().isEmpty() ? new DataKey.None() : keyIn(folder(upload));
    PieceReader.copy(pieces, key, 0, pieces.size(), new HashingOutput(hash));
    return Digest.of(algorithm, hash);
  }

  /** Of two that upload the same at the same time, the second finds the blob and is thrown away. */
  private void move(UUID upload, Digest digest) throws IOException {
    Path shelf = shelves.shelf(digest);
    Path blob = shelves.folder(digest);
    Durable.folder(shelf);
    if (!Files.isDirectory(blob)) {
      try {
        Files.move(folder(upload), blob, StandardCopyOption.ATOMIC_MOVE);
        Durable.force(shelf);
        hashes.forget(upload);
        return;
      } catch (FileSystemException e) {
        if (!Files.isDirectory(blob)) {
          throw e;
        }
      }
    }
    remove(upload);
  }

  @Override
  public void discard(UUID upload) throws IOException {
    if (busy.add(upload)) {
      try {
        remove(upload);
      } finally {
        busy.remove(upload);
      }
    }
  }

  private void remove(UUID upload) throws IOException {
    hashes.forget(upload);
    Durable.delete(folder(upload));
  }

  @Override
  public OptionalLong size(Digest digest) throws IOException {
    Path folder = shelves.folder(digest);
    return Files.isDirectory(folder)
        ? OptionalLong.of(Pieces.in(folder).size())
        : OptionalLong.empty();
  }

  @Override
  public void copy(Digest digest, long from, long length, OutputStream to) throws IOException {
    Path folder = shelves.folder(digest);
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(digest.toString());
    }
    PieceReader.copy(Pieces.in(folder), keyIn(folder), from, length, to);
  }

  @Override
  public void remove(Digest digest) throws IOException {
    shelves.remove(digest);
  }

  @Override
  public void setAside(Digest digest) throws IOException {
    shelves.setAside(digest);
  }

  @Override
  public Listing<Digest> blobs() throws IOException {
    return shelves.list();
  }

  @Override
  public List<UUID> uploads() throws IOException {
    List<UUID> all = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(uploads)) {
      for (Path each : folders) {
        all.add(UUID.fromString(each.getFileName().toString()));
      }
    }
    return all;
  }

  private Path folder(UUID upload) {
    return uploads.resolve(upload.toString());
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
