package io.fairlead.scheduler.shell.journal;

import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/**
 * Reads the rows of a COPY in a thread of its own, some batches ahead of who takes them: of a
 * million, some are read and understood while those before them are folded in.
 *
 * @param <R> a row that was read
 */
final class RowsAhead<R> implements AutoCloseable {
  private static final int BATCH = 500;
  private static final int BATCHES = 16;

  private final CopyOut copy;
  private final Function<byte[], @Nullable R> reading;
  private final BlockingQueue<List<R>> read = new ArrayBlockingQueue<>(BATCHES);
  private final Thread reader;
  private volatile @Nullable Throwable failure;

  /**
   * @param reading reads a row, in the thread of its own; null for one that has nothing
   */
  RowsAhead(CopyOut copy, Function<byte[], @Nullable R> reading) {
    this.copy = copy;
    this.reading = reading;
    this.reader = Thread.ofPlatform().name("stored-rows").daemon().start(this::run);
  }

  private void run() {
    try {
      try {
        readAll();
      } catch (SQLException | RuntimeException | Error e) {
        failure = e;
      }
      // None, which is the end.
      read.put(List.of());
    } catch (InterruptedException e) {
      // Nobody takes rows any more.
      Thread.currentThread().interrupt();
    }
  }

  private void readAll() throws SQLException, InterruptedException {
    List<R> batch = new ArrayList<>(BATCH);
    for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
      R one = reading.apply(row);
      if (one != null) {
        batch.add(one);
      }
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
  List<R> next() throws SQLException {
    List<R> batch;
    try {
      batch = read.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException("reading rows", new InterruptedIOException());
    }
    if (!batch.isEmpty()) {
      return batch;
    }
    switch (failure) {
      case null -> {}
      case SQLException cause -> throw cause;
      case RuntimeException cause -> throw cause;
      case Error cause -> throw cause;
      case Throwable cause -> throw new IllegalStateException(cause);
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
    // To call it off could hit the connection's next query, were all rows on their way already.
    while (copy.isActive() && copy.readFromCopy() != null) {
      // Nobody takes them any more.
    }
  }
}
