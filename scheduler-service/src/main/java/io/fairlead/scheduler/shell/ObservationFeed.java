package io.fairlead.scheduler.shell;

import org.jspecify.annotations.Nullable;

/**
 * How far the observations of one shard have come. Records complete in their order; the first that
 * fails makes all from it on count as not read, and the feed has to go back there. Safe for several
 * threads.
 */
public final class ObservationFeed {
  private long durable = -1;
  private long committed = -1;
  private int inFlight;
  private boolean rewind;
  private int round;

  /** A record was handed to the shard. The result must be given back when it completes. */
  public synchronized int handed(long offset) {
    if (durable < 0) {
      durable = offset;
      committed = offset;
    }
    inFlight++;
    return round;
  }

  /** A record needs no more attention, or failed because of {@code failure}. */
  public synchronized void completed(int itsRound, long offset, @Nullable Throwable failure) {
    if (itsRound != round) {
      return;
    }
    inFlight--;
    if (failure != null) {
      rewind = true;
    } else if (!rewind) {
      durable = Math.max(durable, offset + 1);
    }
  }

  public synchronized int inFlight() {
    return inFlight;
  }

  /** The offset to go back to, if a record failed; -1 if none did. */
  public synchronized long takeRewind() {
    if (!rewind) {
      return -1;
    }
    rewind = false;
    round++;
    inFlight = 0;
    return durable;
  }

  /** The offset to commit, if it has grown; -1 if it has not. */
  public synchronized long takeGrown() {
    if (durable == committed) {
      return -1;
    }
    committed = durable;
    return durable;
  }
}
