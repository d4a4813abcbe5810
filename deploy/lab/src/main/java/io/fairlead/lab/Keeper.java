package io.fairlead.lab;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a part of the lab running: started again, on the same data, whenever it ends by itself. */
final class Keeper implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final int PAUSE_MILLIS = 1_000;

  /** How a part is started. */
  @FunctionalInterface
  interface Start {
    /**
     * Starts it.
     *
     * @param ended to be run when it ends by itself
     * @return stops it; does nothing where it has ended
     */
    Closeable start(Runnable ended) throws IOException;
  }

  private final String name;
  private final Start start;
  private final Semaphore ended = new Semaphore(0);
  private final Object lock = new Object();
  private Closeable part;
  private boolean closed;

  private Keeper(String name, Start start) throws IOException {
    this.name = name;
    this.start = start;
    this.part = start.start(ended::release);
  }

  /** Starts a part and keeps it running from then on. */
  static Keeper start(String name, Start start) throws IOException {
    Keeper keeper = new Keeper(name, start);
    Thread.ofVirtual().name(name + "-keeper").start(keeper::keep);
    return keeper;
  }

  private void keep() {
    while (true) {
      ended.acquireUninterruptibly();
      ended.drainPermits();
      synchronized (lock) {
        if (closed) {
          return;
        }
        LOG.warn("{} ended by itself: starting it again", name);
        restart();
      }
    }
  }

  private void restart() {
    while (!closed) {
      try {
        part.close();
        part = start.start(ended::release);
        LOG.info("{} runs again", name);
        return;
      } catch (IOException | RuntimeException e) {
        LOG.error("{} does not start: trying again", name, e);
        pause();
      }
    }
  }

  /** Waits with the lock given back, so that a close need not wait. */
  private void pause() {
    try {
      lock.wait(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
      ended.release();
      part.close();
    }
  }
}
