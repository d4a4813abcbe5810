package io.fairlead.scheduler.simulation;

import io.fairlead.proto.agent.Assignment;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.shell.Committed;
import io.fairlead.scheduler.shell.InputMaker;
import io.fairlead.scheduler.shell.Message;
import io.fairlead.scheduler.shell.Recovery;
import io.fairlead.scheduler.shell.ShardClock;
import io.fairlead.scheduler.shell.ShardLedger;
import io.fairlead.scheduler.shell.ShardStates;
import io.fairlead.scheduler.shell.journal.Entry;
import io.fairlead.scheduler.shell.journal.FencedException;
import io.fairlead.scheduler.shell.journal.Term;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A shard at a scheduler that the group has given it to: takes it, reads its state, decides,
 * commits in batches, and begins anew after a failure. This is what the product's {@code Shard},
 * {@code ClusterLoop} and {@code GroupCommit} do with threads; what they decide by is {@link
 * ShardLedger}.
 */
final class ShardLife {
  private static final long PAUSE = 200;
  private static final long FENCED_PAUSE = 7_000;
  private static final int MOST_OPEN = 500;
  private static final int PORTION = 2;

  /** What waits to be durable. */
  private record Step(
      List<Entry> entries,
      List<Message> messages,
      Runnable durable,
      Consumer<RuntimeException> failed) {}

  private final World world;
  private final Replica home;
  private final int number;
  private @Nullable ShardLedger ledger;
  private @Nullable ShardClock clock;
  private @Nullable Term term;
  private @Nullable PublishingLoop publisher;
  private @Nullable Recovery recovery;
  private Agenda.@Nullable Plan tick;
  private List<Step> open = new ArrayList<>();
  private List<Step> committing = List.of();
  private int round;
  private boolean closed;
  private @Nullable Runnable whenClosed;

  ShardLife(World world, Replica home, int number) {
    this.world = world;
    this.home = home;
    this.number = number;
  }

  int number() {
    return number;
  }

  boolean isWorking() {
    return ledger != null && !closed;
  }

  /** The state as this owner believes it to be; null while it is being read. */
  @Nullable ShardLedger ledger() {
    return ledger;
  }

  void take() {
    int mine = ++round;
    home.store()
        .ask(
            () -> home.store().store().take(number, home.name()),
            (taken, failure) -> {
              if (mine == round && failure == null) {
                load(mine, Objects.requireNonNull(taken));
              } else if (mine == round) {
                again(PAUSE);
              }
            });
  }

  private void load(int mine, Term taken) {
    home.store()
        .ask(
            () -> {
              ShardStates states = new ShardStates();
              home.store().store().load(name -> world.shardOf(name) == number, states);
              world.truth().loaded(number, states, world);
              return states;
            },
            (states, failure) -> {
              if (mine == round && failure == null) {
                begin(taken, Objects.requireNonNull(states));
              } else if (mine == round) {
                again(PAUSE);
              }
            });
  }

  private void begin(Term taken, ShardStates states) {
    term = taken;
    clock = new ShardClock(home.clock(), taken.lastAt(), world.dice().seed());
    ledger = new ShardLedger(world.rules().planner(), World.REALM, states, taken.lastSeq());
    publisher = new PublishingLoop(world, home, this, taken);
    world.trace().note("shard taken", home.name(), number, taken.epoch(), taken.lastSeq());
    if (!world.rules().has(Defect.NO_RECOVERY)) {
      recovery = ledger.recovery(PORTION);
    }
    publisher.attempt();
    recover(round);
    home.reader(number).pump();
  }

  /** Tells one portion after the other; what comes meanwhile is decided, but no time passes. */
  private void recover(int mine) {
    if (mine != round || closed) {
      return;
    }
    Optional<Recovery.Portion> next = recovery == null ? Optional.empty() : recovery.next();
    if (next.isPresent()) {
      decided(next.get().cluster(), next.get().input(), (_, _) -> {});
      world.agenda().after(world.dice().between(0, 2), home.life().within(() -> recover(mine)));
    } else {
      recovery = null;
      planTick();
    }
  }

  private void again(long pause) {
    giveUp();
    if (closed) {
      finishClosing();
    } else {
      world.agenda().after(pause, home.life().within(this::takeAgain));
    }
  }

  private void takeAgain() {
    if (!closed && ledger == null) {
      take();
    }
  }

  private void giveUp() {
    round++;
    recovery = null;
    List<Step> lost = new ArrayList<>(committing);
    lost.addAll(open);
    committing = List.of();
    open = new ArrayList<>();
    ledger = null;
    cancelTick();
    if (publisher != null) {
      publisher.close();
      publisher = null;
    }
    lost.forEach(step -> step.failed().accept(new Unavailable(false)));
    home.sessions().ended(number);
  }

  /** Decides about an input; the answer comes when everything up to it is durable. */
  void decide(
      String cluster,
      InputMaker input,
      BiConsumer<Decision.@Nullable Reply, @Nullable RuntimeException> answer) {
    if (ledger == null || closed) {
      answer.accept(null, new Unavailable(closed));
    } else if (open.size() >= MOST_OPEN || world.swarm().strikes(Fault.OVERLOAD, 0.01)) {
      answer.accept(null, new Unavailable(false));
    } else {
      decided(cluster, input, answer);
    }
  }

  private void decided(
      String cluster,
      InputMaker input,
      BiConsumer<Decision.@Nullable Reply, @Nullable RuntimeException> answer) {
    ShardLedger now = Objects.requireNonNull(ledger);
    ShardClock time = Objects.requireNonNull(clock);
    Instant at = time.now();
    Input made = input.make(at, time.seed());
    ShardLedger.Outcome outcome = world.truth().decide(now, cluster, made);
    if (world.rules().has(Defect.REPLY_BEFORE_COMMIT)) {
      answer.accept(outcome.reply(), null);
      add(new Step(outcome.entries(), outcome.messages(), () -> {}, _ -> {}));
    } else {
      add(
          new Step(
              outcome.entries(),
              outcome.messages(),
              () -> answer.accept(outcome.reply(), null),
              failure -> answer.accept(null, failure)));
    }
    planTick();
  }

  /** Looks at the state; the answer comes when everything up to it is durable. */
  <T> void look(Function<ShardLedger, T> view, Consumer<T> answer) {
    ShardLedger now = ledger;
    if (now != null && !closed) {
      T seen = view.apply(now);
      add(new Step(List.of(), List.of(), () -> answer.accept(seen), _ -> {}));
    }
  }

  /** The assignments of all unfinished tasks. */
  void assignments(Consumer<List<Assignment>> answer) {
    look(now -> now.states().assignments(), answer);
  }

  private void add(Step step) {
    open.add(step);
    if (world.rules().has(Defect.PUBLISH_BEFORE_COMMIT) && !step.entries().isEmpty()) {
      tell(step.entries(), step.messages());
    }
    if (committing.isEmpty()) {
      commit();
    }
  }

  private void commit() {
    committing = open;
    open = new ArrayList<>();
    List<Entry> entries = committing.stream().flatMap(step -> step.entries().stream()).toList();
    Term owner = Objects.requireNonNull(term);
    int mine = round;
    StoreLink.Answer<Long> answer =
        (_, failure) -> {
          if (mine == round) {
            committed(entries, failure);
          }
        };
    if (entries.isEmpty()) {
      home.store()
          .ask(
              () -> {
                home.store().store().commit(owner, entries);
                return 0L;
              },
              answer);
    } else {
      home.store()
          .write(
              () -> {
                home.store().store().commit(owner, entries);
                return entries.getLast().seq();
              },
              home::crash,
              answer);
    }
  }

  private void committed(List<Entry> entries, @Nullable RuntimeException failure) {
    if (failure != null && !world.rules().has(Defect.IGNORE_FAILED_COMMIT)) {
      world.trace().note("commit failed", home.name(), number, failure.getClass().getSimpleName());
      again(failure instanceof FencedException ? FENCED_PAUSE : PAUSE);
      return;
    }
    List<Step> batch = committing;
    committing = List.of();
    batch.forEach(step -> step.durable().run());
    if (!entries.isEmpty()) {
      tell(entries, batch.stream().flatMap(step -> step.messages().stream()).toList());
    }
    if (committing.isEmpty() && !open.isEmpty()) {
      commit();
    } else if (closed && committing.isEmpty()) {
      giveUp();
      finishClosing();
    }
  }

  private void tell(List<Entry> entries, List<Message> messages) {
    if (publisher != null) {
      publisher.accept(new Committed(entries.getLast().seq(), messages));
    }
  }

  private void planTick() {
    cancelTick();
    ShardLedger now = ledger;
    if (now != null && !closed && recovery == null && !world.rules().has(Defect.NO_ALARMS)) {
      now.nextAlarm()
          .ifPresent(
              at ->
                  tick =
                      world
                          .agenda()
                          .after(
                              Math.max(1, Math.min(1_000_000, home.clock().until(at))),
                              home.life().within(this::tick)));
    }
  }

  private void cancelTick() {
    if (tick != null) {
      tick.cancel();
      tick = null;
    }
  }

  private void tick() {
    ShardLedger now = ledger;
    if (now == null || closed) {
      return;
    }
    Instant at = Objects.requireNonNull(clock).now();
    for (String cluster : now.due(at)) {
      decide(cluster, Input.Tick::new, (_, _) -> {});
      now.ticked(cluster, at);
    }
    planTick();
  }

  /** Lets what was decided become durable, and ends. */
  void close(Runnable done) {
    closed = true;
    whenClosed = done;
    cancelTick();
    if (committing.isEmpty()) {
      giveUp();
      finishClosing();
    }
  }

  private void finishClosing() {
    Runnable done = whenClosed;
    whenClosed = null;
    if (done != null) {
      done.run();
    }
  }
}
