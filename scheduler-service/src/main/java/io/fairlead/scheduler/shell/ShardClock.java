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
final class ShardClock {
  private final InstantSource clock;
  private final SplittableRandom seeds = new SplittableRandom(new SecureRandom().nextLong());
  private Instant latest;

  ShardClock(InstantSource clock, Instant earliest) {
    this.clock = clock;
    this.latest = earliest;
  }

  Instant now() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (now.isAfter(latest)) {
      latest = now;
    }
    return latest;
  }

  long seed() {
    return seeds.nextLong();
  }
}
