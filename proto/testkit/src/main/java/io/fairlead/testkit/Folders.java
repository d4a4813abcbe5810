package io.fairlead.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders that come and go with a test or a half-done step. */
final class Folders {

  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ENOUGH = 1L << 30;

  private Folders() {}

  /**
   * Where folders that end with a test are made: in memory where that has a gigabyte, else where
   * the JVM makes them.
   */
  static Path fastest() throws IOException {
    boolean memory =
        Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() >= ENOUGH;
    return memory ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /**
   * Deletes a folder and all below it; links are deleted, not followed. Nothing happens when it is
   * not there.
   */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(Folders::deleteOne);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Gives a finished folder its name; where another was faster, that one stays. */
  static void moveInPlace(Path fresh, Path place) throws IOException {
    try {
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(fresh);
      if (!Files.isDirectory(place)) {
        throw e;
      }
    }
  }

  /** Copies a folder and all below it; the rights go with it, owner and times do not. */
  static void copy(Path folder, Path target) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.copy(path, target.resolve(folder.relativize(path)));
      }
    }
  }

  /**
   * Deletes what can be deleted while somebody may still be writing there: for the end of a JVM.
   */
  static void deleteQuietly(Path folder) {
    try {
      delete(folder);
    } catch (IOException | UncheckedIOException e) {
      System.err.println("Left over: " + folder + " (" + e.getMessage() + ")");
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
