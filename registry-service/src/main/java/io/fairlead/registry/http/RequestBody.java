package io.fairlead.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * The body of a request, for a thread that may block. It takes from the network only when it is
 * read: while one part is worked on the next comes, so that no more than what came with two looks
 * at the network waits here.
 */
final class RequestBody extends InputStream {
  /** What the network gave. */
  private sealed interface Part {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bytes(byte[] bytes) implements Part {}

    record End() implements Part {}

    record Broken() implements Part {}
  }

  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final Consumer<Boolean> more;
  private byte[] current = {};
  private int next;
  private boolean ended;
  private boolean asked;

  /**
   * An empty body so far.
   *
   * @param more asks the network for more; told whether it is for the first time
   */
  RequestBody(Consumer<Boolean> more) {
    this.more = more;
  }

  /** Gives bytes; from the network's thread. */
  void give(byte[] bytes) {
    parts.add(new Part.Bytes(bytes));
  }

  /** Says that all is given. */
  void end() {
    parts.add(new Part.End());
  }

  /** Says that no more will come, though more should. */
  void breakOff() {
    parts.add(new Part.Broken());
  }

  @Override
  public int read() throws IOException {
    return fill() ? current[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, current.length - next);
    System.arraycopy(current, next, bytes, from, count);
    next += count;
    return count;
  }

  /** Whether the network was asked for more. */
  boolean asked() {
    return asked;
  }

  /** False at the end. */
  private boolean fill() throws IOException {
    while (!ended && next == current.length) {
      switch (take()) {
        case Part.Bytes(byte[] bytes) -> {
          current = bytes;
          next = 0;
        }
        case Part.End _ -> ended = true;
        case Part.Broken _ -> {
          breakOff();
          throw new IOException("the client broke off");
        }
      }
    }
    return !ended;
  }

  private Part take() throws IOException {
    Part part = parts.poll();
    if (part == null) {
      ask();
      part = await();
    }
    if (part instanceof Part.Bytes && parts.isEmpty()) {
      ask();
    }
    return part;
  }

  private void ask() {
    more.accept(!asked);
    asked = true;
  }

  private Part await() throws IOException {
    try {
      return parts.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Reads what is left, up to so many bytes; whether the end was reached. */
  boolean drain(int most) throws IOException {
    int left = most;
    while (left >= 0 && fill()) {
      left -= current.length - next;
      next = current.length;
    }
    return ended;
  }
}
