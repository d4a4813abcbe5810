package io.fairlead.scheduler.shell;

import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.shell.journal.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

  private final ShardLedger ledger;
  private final ShardClock clock;
  private final GroupCommit commits;
  private final LoopMeters meters;

  ClusterLoop(ShardLedger ledger, ShardClock clock, GroupCommit commits, LoopMeters meters) {
    this.ledger = ledger;
    this.clock = clock;
    this.commits = commits;
    this.meters = meters;
  }

  private static Work.Decide silently(String cluster, InputMaker input) {
    return new Work.Decide(Turn.SEEN, cluster, input, new CompletableFuture<>());
  }

  /**
   * Tells the clusters that their state was read by a new owner, and meanwhile works; until {@code
   * enough}, or until a commit has failed.
   */
  void recover(Mailbox mailbox, BooleanSupplier enough) throws InterruptedException {
    Recovery recovery = ledger.recovery();
    Optional<Recovery.Portion> next = recovery.next();
    while (next.isPresent() && !enough.getAsBoolean() && commits.failure() == null) {
      decide(silently(next.get().cluster(), next.get().input()));
      Work work = mailbox.poll(Duration.ZERO);
      if (work != null) {
        take(work);
      }
      next = recovery.next();
    }
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
    Duration wait = ledger.nextAlarm().map(at -> Duration.between(now, at)).orElse(LONGEST_WAIT);
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
    for (String cluster : ledger.due(now)) {
      decide(silently(cluster, Input.Tick::new));
      ledger.ticked(cluster, now);
    }
  }

  private void decide(Work.Decide work) throws InterruptedException {
    Instant now = clock.now();
    Decision decision;
    try {
      decision = ledger.plan(work.cluster(), work.input().make(now, clock.seed()));
    } catch (RuntimeException bug) {
      LOG.error("input not decided cluster={}", work.cluster(), bug);
      commits.add(step(List.of(), List.of(), () -> work.fail(bug), work));
      return;
    }
    meters.decisions().increment();
    ShardLedger.Outcome outcome = ledger.fold(work.cluster(), decision, now);
    Runnable durable = () -> work.reply().complete(outcome.reply());
    commits.add(step(outcome.entries(), outcome.messages(), durable, work));
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
    look(
        work,
        () -> work.view().apply(ledger.states().get(work.cluster()), clock.now()),
        work.answer());
  }

  private <T> void survey(Work.Survey<T> work) throws InterruptedException {
    look(work, () -> work.view().apply(ledger.states()), work.answer());
  }

  private static Step step(
      List<Entry> entries, List<Message> messages, Runnable durable, Work work) {
    return new Step(entries, messages, durable, work::fail);
  }
}
