package io.fairlead.registry.blobs;

import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Digest.Algorithm;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** Where the blobs of a {@link FileBlobStore} stand. One goes as it came: by one rename. */
final class Shelves {
  private final Path blobs;
  private final Path removed;
  private final Path damaged;

  /** Finishes what was being removed when the last process ended. */
  Shelves(Path folder) throws IOException {
    this.blobs = folder.resolve("blobs");
    this.removed = folder.resolve("removed");
    this.damaged = folder.resolve("damaged");
    Durable.folder(blobs);
    Durable.folder(removed);
    for (Path left : entries(removed)) {
      Durable.delete(left);
    }
  }

  /** A digest has letters and digits only. */
  Path folder(Digest digest) {
    return shelf(digest).resolve(digest.hex());
  }

  Path shelf(Digest digest) {
    return blobs.resolve(digest.algorithm().label()).resolve(digest.hex().substring(0, 2));
  }

  void remove(Digest digest) throws IOException {
    Path away = removed.resolve(UUID.randomUUID().toString());
    try {
      Files.move(folder(digest), away, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException notThere) {
      return;
    }
    Durable.force(shelf(digest));
    Durable.delete(away);
  }

  void setAside(Digest digest) throws IOException {
    Durable.folder(damaged);
    String name = digest.algorithm().label() + "-" + digest.hex() + "-" + UUID.randomUUID();
    try {
      Files.move(folder(digest), damaged.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException notThere) {
      return;
    }
    Durable.force(damaged);
    Durable.force(shelf(digest));
  }

  BlobStore.Listing<Digest> list() throws IOException {
    Deque<Path> left = new ArrayDeque<>();
    for (Algorithm algorithm : Algorithm.values()) {
      left.addAll(entries(blobs.resolve(algorithm.label())));
    }
    return new Walk(left);
  }

  /** One shelf after the other. */
  private static final class Walk implements BlobStore.Listing<Digest> {
    private final Deque<Path> left;
    private final Deque<Digest> found = new ArrayDeque<>();

    Walk(Deque<Path> left) {
      this.left = left;
    }

    @Override
    public int take(List<Digest> into, int most) throws IOException {
      int taken = 0;
      while (taken < most) {
        while (found.isEmpty() && !left.isEmpty()) {
          look(left.remove());
        }
        if (found.isEmpty()) {
          return taken;
        }
        into.add(found.remove());
        taken++;
      }
      return taken;
    }

    private void look(Path shelf) throws IOException {
      String algorithm = String.valueOf(shelf.getName(shelf.getNameCount() - 2));
      for (Path blob : entries(shelf)) {
        Digest.parse(algorithm + ":" + blob.getFileName()).ifPresent(found::add);
      }
    }

    @Override
    public void close() {}
  }

  private static List<Path> entries(Path folder) throws IOException {
    List<Path> all = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        entries.forEach(all::add);
      }
    }
    return all;
  }
}
