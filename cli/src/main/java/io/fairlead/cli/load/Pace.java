package io.fairlead.cli.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Does something again and again at a constant rate, whatever becomes of what was done before: what
 * is late is done at once, and knows when it was meant to be.
 *
 * @param rate times a second
 */
public record Pace(double rate) {

  /**
   * Goes on until the time is over, or it is told to stop.
   *
   * @param act is told when it was meant to be done, on the clock of {@link System#nanoTime}
   * @return how many seconds that was
   */
  public double keep(Duration length, BooleanSupplier stopped, LongConsumer act) {
    long distance = (long) (TimeUnit.SECONDS.toNanos(1) / rate);
    long begin = System.nanoTime();
    long meant = begin;
    while (meant - begin < length.toNanos() && !stopped.getAsBoolean()) {
      for (long wait = meant - System.nanoTime(); wait > 0; wait = meant - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      act.accept(meant);
      meant += distance;
    }
    return (meant - begin) / 1e9;
  }
}
