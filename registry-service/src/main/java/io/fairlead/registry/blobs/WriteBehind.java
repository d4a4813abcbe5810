package io.fairlead.registry.blobs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Writes to a file and has the medium take it in while more is coming, so that little is left to
 * wait for at the end. Closing it leaves the file open.
 */
final class WriteBehind extends OutputStream {
  /** Bytes after which the medium is asked to begin. */
  private static final long STRETCH = 16 << 20;

  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private final FileChannel file;
  private final OutputStream out;
  private CompletableFuture<Void> forcing = CompletableFuture.completedFuture(null);
  private long waiting;

  WriteBehind(FileChannel file) {
    this.file = file;
    this.out = Channels.newOutputStream(file);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    waiting += length;
    if (waiting >= STRETCH && forcing.isDone()) {
      settle();
      waiting = 0;
      forcing = CompletableFuture.runAsync(this::force, THREADS);
    }
  }

  private void force() {
    try {
      file.force(false);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /** Linux tells of a failed write once: whoever hears of it must not forget it. */
  private void settle() throws IOException {
    try {
      forcing.join();
    } catch (CompletionException e) {
      throw new IOException("the medium did not take what was written", e.getCause());
    }
  }

  /** Returns when all that was written is on the medium. */
  void finish() throws IOException {
    settle();
    file.force(false);
  }

  /** What the medium is still taking in must not find the file closed. */
  @Override
  public void close() throws IOException {
    settle();
  }
}
