package io.fairlead.gateway.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Access keys remembered for half a minute, so that a call costs no query and a key that is taken
 * away soon stops working at every gateway. Unknown ids are not remembered.
 */
public final class CachedKeys implements AccessKeys {
  private static final Duration VALIDITY = Duration.ofSeconds(30);
  private static final int LARGEST = 10_000;

  private record Entry(AccessKey key, Instant until) {}

  private final AccessKeys source;
  private final InstantSource clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  public CachedKeys(AccessKeys source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public Optional<AccessKey> find(String id) {
    Instant now = clock.instant();
    Entry entry = entries.get(id);
    if (entry != null && now.isBefore(entry.until())) {
      return Optional.of(entry.key());
    }
    Optional<AccessKey> found = source.find(id);
    if (entries.size() >= LARGEST) {
      entries.clear();
    }
    found.ifPresentOrElse(
        key -> entries.put(id, new Entry(key, now.plus(VALIDITY))), () -> entries.remove(id));
    return found;
  }
}
