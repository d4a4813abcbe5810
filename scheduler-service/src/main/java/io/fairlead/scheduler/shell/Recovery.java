package io.fairlead.scheduler.shell;

import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Input;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What a new owner tells its clusters: whose sessions it does not know. In portions, as a large
 * cluster's take a second in all, and between them it may decide about everything but deadlines.
 */
public final class Recovery {
  /** How many sessions are told at once: some milliseconds' worth. */
  static final int PORTION = 200;

  private final Deque<Cluster> left = new ArrayDeque<>();
  private final int portion;

  private record Cluster(String name, Iterator<Input.Recovered.Session> sessions) {}

  /** What to decide next. */
  public record Portion(String cluster, InputMaker input) {}

  /**
   * @param states as they were read
   * @param portion how many sessions are told at once
   */
  Recovery(Collection<ClusterState> states, int portion) {
    this.portion = portion;
    states.forEach(state -> left.add(new Cluster(state.name(), state.sessions())));
  }

  /** The next portion; empty when all is told. */
  public Optional<Portion> next() {
    while (!left.isEmpty() && !left.element().sessions().hasNext()) {
      left.remove();
    }
    if (left.isEmpty()) {
      return Optional.empty();
    }
    Cluster cluster = left.element();
    List<Input.Recovered.Session> sessions = new ArrayList<>();
    while (sessions.size() < portion && cluster.sessions().hasNext()) {
      sessions.add(cluster.sessions().next());
    }
    return Optional.of(
        new Portion(cluster.name(), (now, seed) -> new Input.Recovered(now, seed, sessions)));
  }
}
