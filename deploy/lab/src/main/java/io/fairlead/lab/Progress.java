package io.fairlead.lab;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of a start, for the one who waits for it: a file of lines and the log. */
final class Progress {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

  private final Path file;
  private final long begin = System.nanoTime();

  Progress(Path file) {
    this.file = file;
  }

  synchronized void step(String what) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    LOG.info("start {} after={}s", what, String.format(Locale.ROOT, "%.1f", seconds));
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, String.format(Locale.ROOT, "%5.1f s  %s%n", seconds, what), CREATE, APPEND);
    } catch (IOException e) {
      LOG.warn("progress file={} not written", file, e);
    }
  }
}
