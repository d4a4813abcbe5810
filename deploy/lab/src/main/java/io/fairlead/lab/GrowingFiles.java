package io.fairlead.lab;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings files to the disk as they grow. Kafka's logs and the pages that PostgreSQL adds to its
 * tables wait for no disk; the kernel would keep them for half a minute and then write them all at
 * once, and every commit meanwhile waits behind them.
 */
final class GrowingFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GrowingFiles.class);
  private static final Duration INTERVAL = Duration.ofMillis(200);

  /** To look at thousands of files costs milliseconds; few of them grow. */
  private static final int ROUNDS_A_SEARCH = 25;

  /** What a disk writes in a millisecond. */
  static final long PORTION = 1 << 20;

  private final List<Path> folders;
  private final Thread thread =
      Thread.ofPlatform().name("growing-files").daemon().unstarted(this::run);

  private Map<Path, Long> sizes = Map.of();

  /** The files that grow, and what of them is on the disk or was there before they were seen to. */
  private final Map<Path, Long> written = new HashMap<>();

  GrowingFiles(List<Path> folders) {
    this.folders = folders;
  }

  GrowingFiles start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      for (int round = 0; true; round++) {
        if (round % ROUNDS_A_SEARCH == 0) {
          search();
        }
        var _ = bring();
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException | ClosedByInterruptException e) {
      LOG.debug("files are left to the kernel");
    } catch (IOException e) {
      LOG.warn("files are left to the kernel: commits will wait for the disk now and then", e);
    }
  }

  /** Finds out which files have grown since the last search. */
  void search() throws IOException {
    Map<Path, Long> now = new HashMap<>();
    for (Path folder : folders) {
      Files.walkFileTree(folder, new Sizes(now));
    }
    written.keySet().removeIf(file -> Objects.equals(now.get(file), sizes.get(file)));
    now.forEach(
        (file, size) -> {
          long before = sizes.getOrDefault(file, size);
          if (size > before) {
            written.putIfAbsent(file, before);
          }
        });
    sizes = now;
  }

  /** Brings to the disk what has grown by a portion, and says which. */
  List<Path> bring() throws IOException {
    List<Path> brought = new ArrayList<>();
    for (Map.Entry<Path, Long> file : written.entrySet()) {
      try {
        long size = Files.size(file.getKey());
        if (size - file.getValue() >= PORTION) {
          force(file.getKey());
          brought.add(file.getKey());
          file.setValue(size);
        }
      } catch (NoSuchFileException e) {
        LOG.debug("gone file={}", file.getKey());
      }
    }
    return brought;
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(false);
    }
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  private static final class Sizes extends SimpleFileVisitor<Path> {
    private final Map<Path, Long> sizes;

    Sizes(Map<Path, Long> sizes) {
      this.sizes = sizes;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        sizes.put(file, attributes.size());
      }
      return FileVisitResult.CONTINUE;
    }

    /** Files come and go while one looks. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
      if (e == null || e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
