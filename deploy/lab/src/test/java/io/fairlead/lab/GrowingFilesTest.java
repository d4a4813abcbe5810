package io.fairlead.lab;

import static io.fairlead.lab.GrowingFiles.PORTION;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GrowingFilesTest {
  @TempDir private Path folder;
  private GrowingFiles files;
  private Path log;

  @BeforeEach
  void watched() throws IOException {
    files = new GrowingFiles(List.of(folder));
    log = Files.createDirectory(folder.resolve("topic-0")).resolve("0.log");
    size(log, 3 * PORTION);
    files.search();
  }

  @Test
  void whatWasThereBeforeIsLeftToTheKernel() throws IOException {
    files.search();
    files.search();
    assertThat(files.bring()).isEmpty();
  }

  @Test
  void whatGrowsIsBroughtToTheDiskAPortionAtATime() throws IOException {
    size(log, 4 * PORTION - 1);
    files.search();
    assertThat(files.bring()).isEmpty();
    size(log, 4 * PORTION);
    assertThat(files.bring()).containsExactly(log);
    assertThat(files.bring()).isEmpty();
    size(log, 7 * PORTION);
    assertThat(files.bring()).containsExactly(log);
  }

  @Test
  void whatNoLongerGrowsIsNotLookedAt() throws IOException {
    size(log, 4 * PORTION);
    files.search();
    files.search();
    size(log, 5 * PORTION);
    assertThat(files.bring()).isEmpty();
    files.search();
    assertThat(files.bring()).containsExactly(log);
  }

  @Test
  void filesComeAndGo() throws IOException {
    size(log, 4 * PORTION);
    files.search();
    Files.delete(log);
    assertThat(files.bring()).isEmpty();
    Path next = folder.resolve("topic-0/1.log");
    size(next, 0);
    files.search();
    size(next, PORTION);
    files.search();
    assertThat(files.bring()).containsExactly(next);
  }

  private static void size(Path file, long bytes) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(bytes);
    }
  }
}
