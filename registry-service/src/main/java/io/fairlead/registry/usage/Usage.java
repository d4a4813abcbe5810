package io.fairlead.registry.usage;

import io.fairlead.registry.lifecycle.Expiry;
import java.io.IOException;
import java.util.List;

/** Knows which images are in use. */
@FunctionalInterface
public interface Usage {
  /** For a registry by itself, without clusters. */
  Usage NONE = UsedImages::new;

  /**
   * Those in use at a moment after the call began.
   *
   * @throws IOException if nobody can tell; then any image may be
   */
  UsedImages now() throws IOException;

  /**
   * Of images of a repository that a policy would have go, those that nobody uses. Nobody is asked
   * where there are none.
   *
   * @throws IOException if nobody can tell
   */
  default List<Expiry> unused(String repository, List<Expiry> expired) throws IOException {
    UsedImages used = expired.isEmpty() ? new UsedImages() : now();
    return expired.stream()
        .filter(it -> !used.hold(repository, it.image().digest(), it.image().tags()))
        .toList();
  }
}
