package io.fairlead.registry.upstream;

import io.fairlead.registry.upstream.PullThrough.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** When other registries are asked again for what is here; of the last thousands only. */
final class Rechecks {
  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final Map<Wanted, Instant> due =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Wanted, Instant> eldest) {
          return size() > MOST;
        }
      };

  Rechecks(InstantSource clock) {
    this.clock = clock;
  }

  synchronized boolean isDue(Wanted wanted) {
    Instant next = due.get(wanted);
    return next == null || !next.isAfter(clock.instant());
  }

  synchronized void next(Wanted wanted, Duration after) {
    due.put(wanted, clock.instant().plus(after));
  }
}
