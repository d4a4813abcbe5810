package io.fairlead.scheduler.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Committed batches that wait to be published. Bounded: when too many messages wait, all are
 * dropped and have to be read from the history instead.
 */
final class Backlog {
  private final int most;
  private final Deque<Committed> waiting = new ArrayDeque<>();
  private int messages;
  private boolean dropped;
  private boolean closed;

  /**
   * @param most messages at a time
   */
  Backlog(int most) {
    this.most = most;
  }

  /** Never blocks. */
  synchronized void add(Committed batch) {
    waiting.add(batch);
    messages += batch.messages().size();
    if (messages > most) {
      clear();
      dropped = true;
    }
    notifyAll();
  }

  private void clear() {
    waiting.clear();
    messages = 0;
  }

  /**
   * The next batch; null when none comes for so long, when batches were dropped, or when closed.
   */
  synchronized @Nullable Committed poll(long millis) throws InterruptedException {
    if (waiting.isEmpty() && !dropped && !closed && millis > 0) {
      wait(millis);
    }
    Committed next = waiting.poll();
    messages -= next == null ? 0 : next.messages().size();
    return next;
  }

  /** Whether batches were dropped since this was last asked. */
  synchronized boolean takeDropped() {
    boolean taken = dropped;
    dropped = false;
    return taken;
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }
}
