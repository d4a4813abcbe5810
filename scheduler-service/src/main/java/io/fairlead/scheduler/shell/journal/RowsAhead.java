package io.fairlead.scheduler.shell.journal;

import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/**
 * Reads the rows of a COPY in a thread of its own, some batches ahead of who takes them: a million
 * are read while those before them are folded in.
 */
final class RowsAhead implements AutoCloseable {
  private static final int BATCH = 500;
  private static final int BATCHES = 16;
  private static final List<byte[]> END = List.of();

  private final CopyOut copy;
  private final BlockingQueue<List<byte[]>> read = new ArrayBlockingQueue<>(BATCHES);
  private final Thread reader;
  private volatile @Nullable SQLException failure;

  RowsAhead(CopyOut copy) {
    this.copy = copy;
    this.reader = Thread.ofPlatform().name("stored-rows").daemon().start(this::run);
  }

  private void run() {
    try {
      try {
        readAll();
      } catch (SQLException e) {
        failure = e;
      }
      read.put(END);
    } catch (InterruptedException e) {
      // Nobody takes rows any more.
      Thread.currentThread().interrupt();
    }
  }

  private void readAll() throws SQLException, InterruptedException {
    List<byte[]> batch = new ArrayList<>(BATCH);
    for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
      batch.add(row);
      if (batch.size() == BATCH) {
        read.put(batch);
        batch = new ArrayList<>(BATCH);
      }
    }
    if (!batch.isEmpty()) {
      read.put(batch);
    }
  }

  /** The next rows; none when there are no more. */
  List<byte[]> next() throws SQLException {
    List<byte[]> batch;
    try {
      batch = read.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException("reading rows", new InterruptedIOException());
    }
    SQLException cause = failure;
    if (batch.isEmpty() && cause != null) {
      throw cause;
    }
    return batch;
  }

  /** Ends the reading, wherever it is. */
  @Override
  public void close() throws SQLException {
    reader.interrupt();
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
