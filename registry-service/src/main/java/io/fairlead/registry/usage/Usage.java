package io.fairlead.registry.usage;

import java.io.IOException;

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
}
