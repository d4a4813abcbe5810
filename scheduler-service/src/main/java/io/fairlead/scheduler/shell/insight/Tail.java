package io.fairlead.scheduler.shell.insight;

import io.fairlead.proto.events.ClusterEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The latest events of a cluster as they are committed, so that who keeps up need not read them
 * from the history. Bounded: who falls behind, or may have missed something, reads the history and
 * begins anew. Safe for several threads.
 */
final class Tail {
  private final int most;
  private List<ClusterEvent> events = new ArrayList<>();
  private boolean whole;

  /**
   * @param most events that are kept for the reader
   */
  Tail(int most) {
    this.most = most;
  }

  /** From now on nothing is missing: what is not added after this can be read from the history. */
  synchronized void begin() {
    events.clear();
    whole = true;
  }

  /** These were committed, after all that were added before. */
  synchronized void add(List<ClusterEvent> committed) {
    if (whole && events.size() + committed.size() <= most) {
      events.addAll(committed);
    } else {
      lose();
    }
  }

  /** Something may have been committed that is not added. */
  synchronized void lose() {
    events.clear();
    whole = false;
  }

  /** What was added since this was last asked; empty where something may be missing. */
  synchronized Optional<List<ClusterEvent>> take() {
    if (!whole) {
      return Optional.empty();
    }
    List<ClusterEvent> taken = events;
    events = new ArrayList<>();
    return Optional.of(taken);
  }
}
