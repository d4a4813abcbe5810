package io.fairlead.scheduler.shell;

import io.fairlead.proto.state.Change;
import io.fairlead.scheduler.core.Assignments;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.core.Scheduler;
import io.fairlead.scheduler.shell.journal.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about the clusters of a shard, one input after the other, and folds the changes into
 * memory at once. What it decides counts only when the group commit has made it durable; if that
 * fails, the loop ends and its states are worth nothing.
 */
final class ClusterLoop {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterLoop.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final Scheduler scheduler;
  private final Events events;
  private final ShardStates states;
  private final ShardClock clock;
  private final GroupCommit commits;
  private final LoopMeters meters;
  private final Alarms alarms = new Alarms();
  private long seq;

  /**
   * @param seq of the last change that {@code states} has
   */
  ClusterLoop(
      Scheduler scheduler,
      ShardStates states,
      ShardClock clock,
      GroupCommit commits,
      LoopMeters meters,
      long seq) {
    this.scheduler = scheduler;
    this.events = new Events(scheduler.realm());
    this.states = states;
    this.clock = clock;
    this.commits = commits;
    this.meters = meters;
    this.seq = seq;
  }

  /** Tells each cluster that its state was read by a new owner. */
  void recover() throws InterruptedException {
    for (ClusterState state : List.copyOf(states.all())) {
      decide(silently(state.name(), Input.Recovered::new));
    }
  }

  private static Work.Decide silently(String cluster, InputMaker input) {
    return new Work.Decide(cluster, input, new CompletableFuture<>());
  }

  /** Works until {@code enough}, or until a commit has failed. */
  void run(Mailbox mailbox, BooleanSupplier enough) throws InterruptedException {
    while (!enough.getAsBoolean() && commits.failure() == null) {
      Work work = mailbox.poll(patience());
      if (work != null) {
        take(work);
      }
      tick();
    }
  }

  private Duration patience() {
    Instant now = clock.now();
    Duration wait = alarms.next().map(at -> Duration.between(now, at)).orElse(LONGEST_WAIT);
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private void take(Work work) throws InterruptedException {
    switch (work) {
      case Work.Decide decide -> decide(decide);
      case Work.Look<?> look -> look(look);
      case Work.Survey<?> survey -> survey(survey);
    }
  }

  private void tick() throws InterruptedException {
    Instant now = clock.now();
    for (String cluster : alarms.due(now)) {
      decide(silently(cluster, Input.Tick::new));
      // A deadline that its tick did not remove must not keep the loop busy.
      if (alarms.next().filter(at -> !at.isAfter(now)).isPresent()) {
        alarms.set(cluster, states.get(cluster).nextDue().map(at -> later(at, now)));
      }
    }
  }

  private static Instant later(Instant at, Instant now) {
    return at.isAfter(now) ? at : now.plus(LONGEST_WAIT);
  }

  private void decide(Work.Decide work) throws InterruptedException {
    ClusterState state = states.get(work.cluster());
    Instant now = clock.now();
    Decision decision;
    try {
      decision = scheduler.plan(state, work.input().make(now, clock.seed()));
    } catch (RuntimeException bug) {
      LOG.error("input not decided cluster={}", work.cluster(), bug);
      commits.add(step(List.of(), List.of(), () -> work.fail(bug), work));
      return;
    }
    meters.decisions().increment();
    commits.add(fold(state, decision, now, work));
  }

  private Step fold(ClusterState state, Decision decision, Instant now, Work.Decide work) {
    List<Entry> entries = new ArrayList<>(decision.changes().size());
    List<Message> messages = new ArrayList<>();
    for (Change change : decision.changes()) {
      entries.add(fold(state, change, now, messages));
    }
    if (!entries.isEmpty()) {
      states.keep(state);
      alarms.set(state.name(), state.nextDue());
    }
    return step(entries, messages, () -> work.reply().complete(decision.reply()), work);
  }

  private Entry fold(ClusterState state, Change change, Instant now, List<Message> messages) {
    Entry entry = new Entry(++seq, now, state.name(), change, events.of(state, change, seq, now));
    if (change.hasTask()) {
      Assignments.news(state, state.task(change.getTask().getTask().getTaskArn()), change.getTask())
          .map(Message.ToAgent::new)
          .ifPresent(messages::add);
    }
    entry.event().map(Message.ToWatches::new).ifPresent(messages::add);
    var _ = state.apply(change);
    return entry;
  }

  private <T> void look(Work work, Supplier<T> view, CompletableFuture<T> answer)
      throws InterruptedException {
    try {
      T seen = view.get();
      commits.add(step(List.of(), List.of(), () -> answer.complete(seen), work));
    } catch (RuntimeException bug) {
      LOG.error("look at the state failed", bug);
      work.fail(bug);
    }
  }

  private <T> void look(Work.Look<T> work) throws InterruptedException {
    look(work, () -> work.view().apply(states.get(work.cluster()), clock.now()), work.answer());
  }

  private <T> void survey(Work.Survey<T> work) throws InterruptedException {
    look(work, () -> work.view().apply(states), work.answer());
  }

  private static Step step(
      List<Entry> entries, List<Message> messages, Runnable durable, Work work) {
    return new Step(entries, messages, durable, work::fail);
  }

  /** When what was loaded must be looked at. */
  void setAlarms() {
    states.all().forEach(state -> alarms.set(state.name(), state.nextDue()));
  }
}
