package io.fairlead.registry.blobs;

import io.fairlead.registry.names.Digest.Algorithm;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The SHA-256 states of uploads that this process has seen from their first byte on, so that their
 * end need not read them again. The last thousands only: what is not here is read once more.
 */
final class RunningHashes {
  private static final int MOST = 10_000;

  /** A state that has seen {@code size} bytes. */
  record State(MessageDigest hash, long size) {}

  private final Map<UUID, State> states =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, State> eldest) {
          return size() > MOST;
        }
      };

  /** Takes out the state after {@code size} bytes; empty where it is not known. */
  synchronized Optional<State> take(UUID upload, long size) {
    State state = states.remove(upload);
    if (state != null && state.size() == size) {
      return Optional.of(state);
    }
    return size == 0 ? Optional.of(new State(Algorithm.SHA256.fresh(), 0)) : Optional.empty();
  }

  synchronized void keep(UUID upload, State state) {
    states.put(upload, state);
  }

  synchronized void forget(UUID upload) {
    states.remove(upload);
  }
}
