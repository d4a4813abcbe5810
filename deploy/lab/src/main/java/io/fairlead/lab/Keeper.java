package io.fairlead.lab;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a part of the lab running: started again, on the same data, whenever it ends by itself. One
 * that has processes of its own can be killed, held down and paused.
 */
final class Keeper implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final int PAUSE_MILLIS = 1_000;
  private static final int TURN_MILLIS = 200;

  /** A part that runs; closing does nothing where it has ended. */
  @FunctionalInterface
  interface Running extends Closeable {
    /** Its processes, the first one first; none where it is within this one. */
    default List<ProcessHandle> processes() throws IOException {
      return List.of();
    }
  }

  /** How a part is started. */
  @FunctionalInterface
  interface Start {
    /**
     * Starts it.
     *
     * @param ended to be run when it ends by itself
     */
    Running start(Runnable ended) throws IOException;
  }

  private final String name;
  private final Start start;
  private final Semaphore ended = new Semaphore(0);
  private final Object lock = new Object();
  private Running part;
  private boolean held;
  private boolean frozen;
  private boolean braking;
  private int share = 100;
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

  String name() {
    return name;
  }

  private void keep() {
    while (true) {
      ended.acquireUninterruptibly();
      ended.drainPermits();
      synchronized (lock) {
        if (closed) {
          return;
        }
        LOG.warn("{} has ended: starting it again", name);
        restart();
      }
    }
  }

  private void restart() {
    while (!closed) {
      if (held) {
        pause(0);
        continue;
      }
      try {
        part.close();
        part = start.start(ended::release);
        LOG.info("{} runs again", name);
        return;
      } catch (IOException | RuntimeException e) {
        LOG.error("{} does not start: trying again", name, e);
        pause(PAUSE_MILLIS);
      }
    }
  }

  /** Waits with the lock given back, so that others need not; 0 is until they say so. */
  private void pause(int millis) {
    try {
      lock.wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  /** Kills it, as by SIGKILL; it is started again at once. */
  void kill() throws IOException {
    synchronized (lock) {
      signal("KILL");
    }
  }

  /** Kills it and keeps it from being started again. */
  void hold() throws IOException {
    synchronized (lock) {
      signal("KILL");
      held = true;
    }
  }

  void release() {
    synchronized (lock) {
      held = false;
      lock.notifyAll();
    }
  }

  /** All its processes stand still. */
  void freeze() throws IOException {
    synchronized (lock) {
      if (braking) {
        throw new IOException(name + " is slow; heal that first");
      }
      signal("STOP");
      frozen = true;
    }
  }

  void thaw() throws IOException {
    synchronized (lock) {
      frozen = false;
      signal("CONT");
    }
  }

  /**
   * Lets it run only for a share of each fifth of a second, until this is called with 100.
   *
   * @param percent of the time that it runs
   */
  void slow(int percent) throws IOException {
    synchronized (lock) {
      if (frozen) {
        throw new IOException(name + " stands still; heal that first");
      }
      share = percent;
      lock.notifyAll();
      if (percent < 100 && !braking) {
        signal("CONT"); // who has no process hears of it
        braking = true;
        Thread.ofVirtual().name(name + "-brake").start(this::brake);
      }
    }
  }

  private void brake() {
    synchronized (lock) {
      while (share < 100 && !closed) {
        signalQuietly("STOP");
        pause(TURN_MILLIS * (100 - share) / 100);
        signalQuietly("CONT");
        pause(Math.max(1, TURN_MILLIS * share / 100));
      }
      braking = false;
    }
  }

  /** It may have no process at present: then nothing need be slow. */
  private void signalQuietly(String signal) {
    try {
      signal(signal);
    } catch (IOException e) {
      LOG.debug("{} is not slowed down cause={}", name, e.toString());
    }
  }

  private void signal(String signal) throws IOException {
    List<String> pids =
        part.processes().stream().map(process -> Long.toString(process.pid())).toList();
    if (pids.isEmpty()) {
      throw new IOException(name + " does not run");
    }
    List<String> command =
        Stream.concat(Stream.of("sh", "-c", "kill -" + signal + " \"$@\"", "kill"), pids.stream())
            .toList();
    Process kill =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    kill.onExit().join(); // A child may have ended meanwhile: that is no failure.
  }

  /** Whether it has processes, so that signals reach it and nothing else. */
  boolean alone() {
    synchronized (lock) {
      try {
        return held || !part.processes().isEmpty();
      } catch (IOException e) {
        return false;
      }
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
