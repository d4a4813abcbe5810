package io.fairlead.agent.runtime.docker;

import io.fairlead.agent.runtime.Subscription;
import java.io.Closeable;
import java.io.IOException;

/** A stream of the engine as something that can be ended. */
final class Feed {
  private Feed() {}

  static Subscription of(Closeable stream) {
    return () -> {
      try {
        stream.close();
      } catch (IOException _) {
        // Nothing is left of the connection.
      }
    };
  }
}
