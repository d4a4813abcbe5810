package io.fairlead.lab.relay;

import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Frames on their way, all equally long, or so much more or less. What finds no room is lost. */
final class DelayLine {
  private final long delay;
  private final long jitter;
  private final RandomGenerator random;
  private final Semaphore room;
  private final DelayQueue<Frame> frames = new DelayQueue<>();
  private long last;

  private record Frame(long due, long number, byte[] bytes) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** Of such as are due at the same time the first goes first. */
    @Override
    public int compareTo(Delayed other) {
      Frame frame = (Frame) other;
      int byDue = Long.signum(due - frame.due);
      return byDue != 0 ? byDue : Long.compare(number, frame.number);
    }
  }

  /**
   * @param jitter by how much one takes more or less than the delay, at most
   * @param room bytes that are on their way at the same time, at most
   */
  DelayLine(Duration delay, Duration jitter, int room, RandomGenerator random) {
    this.delay = delay.toNanos();
    this.jitter = jitter.toNanos();
    this.random = random;
    this.room = new Semaphore(room);
  }

  /** Takes on a frame that has come now; for one thread. */
  void put(byte[] frame) {
    if (room.tryAcquire(frame.length)) {
      long takes = Math.max(0, delay + random.nextLong(-jitter, jitter + 1));
      frames.add(new Frame(System.nanoTime() + takes, last++, frame));
    }
  }

  /** Waits until the next one is due. */
  byte[] take() throws InterruptedException {
    byte[] frame = frames.take().bytes();
    room.release(frame.length);
    return frame;
  }
}
