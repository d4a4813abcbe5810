package io.fairlead.scheduler.shell;

import io.fairlead.proto.Realm;
import io.fairlead.proto.state.Change;
import io.fairlead.scheduler.core.Assignments;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.shell.journal.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an owner of a shard has in memory: the clusters' states, the position of the last change,
 * and when each cluster must be looked at. Belongs to one thread, has no clock and no I/O.
 */
public final class ShardLedger {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final Planner planner;
  private final Events events;
  private final ShardStates states;
  private final Alarms alarms = new Alarms();
  private long seq;

  /**
   * @param seq of the last change that {@code states} has
   */
  public ShardLedger(Planner planner, Realm realm, ShardStates states, long seq) {
    this.planner = planner;
    this.events = new Events(realm);
    this.states = states;
    this.seq = seq;
    states.all().forEach(state -> alarms.set(state.name(), state.nextDue()));
  }

  /**
   * What a decision is to others.
   *
   * @param entries for the journal, all or none
   * @param messages for the world, once the entries are durable
   * @param reply for the caller, once they are
   */
  public record Outcome(List<Entry> entries, List<Message> messages, Decision.Reply reply) {}

  /** The clusters' states, with all that was decided. */
  public ShardStates states() {
    return states;
  }

  /** What the clusters must be told that were read; nothing has been decided about them yet. */
  public Recovery recovery() {
    return recovery(Recovery.PORTION);
  }

  /**
   * The same in portions of another size.
   *
   * @param portion how many sessions are told at once
   */
  public Recovery recovery(int portion) {
    return new Recovery(states.all(), portion);
  }

  /** What follows from an input; nothing has changed yet, even if a bug throws. */
  public Decision plan(String cluster, Input input) {
    return planner.plan(states.get(cluster), input);
  }

  /** Folds in what was planned last, at that moment. */
  public Outcome fold(String cluster, Decision decision, Instant now) {
    ClusterState state = states.get(cluster);
    List<Entry> entries = new ArrayList<>(decision.changes().size());
    List<Message> messages = new ArrayList<>();
    for (Change change : decision.changes()) {
      entries.add(fold(state, change, now, messages));
    }
    if (!entries.isEmpty()) {
      states.keep(state);
      alarms.set(cluster, state.nextDue());
    }
    return new Outcome(entries, messages, decision.reply());
  }

  private Entry fold(ClusterState state, Change change, Instant now, List<Message> messages) {
    Entry entry = new Entry(++seq, now, state.name(), change, events.of(state, change, seq, now));
    if (change.hasTask()) {
      Assignments.news(state, state.task(change.getTask().getTask().getTaskArn()), change.getTask())
          .map(Message.ToAgent::new)
          .ifPresent(messages::add);
    }
    entry
        .event()
        .map(event -> new Message.ToWatches(event, entry::eventBytes))
        .ifPresent(messages::add);
    // What has been decided is not undone.
    var _ = state.apply(change);
    return entry;
  }

  /** When a cluster must be looked at next. */
  public Optional<Instant> nextAlarm() {
    return alarms.next();
  }

  /** The clusters that a {@link Input.Tick} is due for. */
  public List<String> due(Instant now) {
    return alarms.due(now);
  }

  /** A cluster has had its tick. A deadline that this did not remove must not keep anyone busy. */
  public void ticked(String cluster, Instant now) {
    if (alarms.next().filter(at -> !at.isAfter(now)).isPresent()) {
      alarms.set(cluster, states.get(cluster).nextDue().map(at -> later(at, now)));
    }
  }

  private static Instant later(Instant at, Instant now) {
    return at.isAfter(now) ? at : now.plus(LONGEST_WAIT);
  }
}
