package io.fairlead.scheduler.shell;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;

/**
 * The time and the seeds of a shard's inputs. The time never goes back, not even behind what an
 * earlier owner has written; it has milliseconds, as the API's timestamps do.
 */
public final class ShardClock {
  private final InstantSource clock;
  private final SplittableRandom seeds;
  private Instant latest;

  /** A clock whose seeds nobody can foresee. */
  ShardClock(InstantSource clock, Instant earliest) {
    this(clock, earliest, new SecureRandom().nextLong());
  }

  /**
   * @param earliest the time of the last change that the shard has
   * @param seed of all seeds
   */
  public ShardClock(InstantSource clock, Instant earliest, long seed) {
    this.clock = clock;
    this.latest = earliest;
    this.seeds = new SplittableRandom(seed);
  }

  /** The time of the next input. */
  public Instant now() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (now.isAfter(latest)) {
      latest = now;
    }
    return latest;
  }

  /** The seed of the next input. */
  public long seed() {
    return seeds.nextLong();
  }
}
