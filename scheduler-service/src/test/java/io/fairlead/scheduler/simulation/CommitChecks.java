package io.fairlead.scheduler.simulation;

import io.fairlead.proto.state.Change;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.shell.journal.Entry;
import io.fairlead.scheduler.shell.journal.Term;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What must hold whenever something becomes durable: one owner, one order, no impossible change.
 */
final class CommitChecks {
  private static final class Shard {
    private long epoch;
    private long seq;
    private Instant at = Instant.EPOCH;
  }

  private final World world;
  private final Truth truth;
  private final PlacementChecks placement;
  private final Map<Integer, Shard> shards = new HashMap<>();
  private long changes;

  CommitChecks(World world, Truth truth) {
    this.world = world;
    this.truth = truth;
    this.placement = new PlacementChecks(world);
  }

  /** How many changes were committed. */
  long changes() {
    return changes;
  }

  private Shard shard(int number) {
    return shards.computeIfAbsent(number, _ -> new Shard());
  }

  void taken(Term term) {
    Shard shard = shard(term.shard());
    Violation.unless(
        term.epoch() > shard.epoch, "a new owner of shard %d has an old epoch", term.shard());
    Violation.unless(
        term.lastSeq() == shard.seq, "a new owner begins at %d, not %d", term.lastSeq(), shard.seq);
    shard.epoch = term.epoch();
  }

  void committed(Term term, List<Entry> entries) {
    Shard shard = shard(term.shard());
    Violation.unless(
        entries.isEmpty() || term.epoch() == shard.epoch,
        "a late owner has written shard %d: epoch %d, now %d",
        term.shard(),
        term.epoch(),
        shard.epoch);
    for (Entry entry : entries) {
      ordered(shard, entry);
      committed(term.shard(), entry);
    }
    if (!entries.isEmpty()) {
      world
          .trace()
          .note("committed", term.shard(), entries.getFirst().seq(), entries.getLast().seq());
    }
  }

  private static void ordered(Shard shard, Entry entry) {
    Violation.unless(
        entry.seq() == shard.seq + 1, "position %d comes after %d", entry.seq(), shard.seq);
    Violation.unless(!entry.at().isBefore(shard.at), "time goes back at %d", entry.seq());
    shard.seq = entry.seq();
    shard.at = entry.at();
  }

  private void committed(int number, Entry entry) {
    changes++;
    ClusterState state = truth.state(entry.cluster());
    Change change = entry.change();
    if (change.hasTask()) {
      TaskChecks.check(state.task(change.getTask().getTask().getTaskArn()), change.getTask());
      placement.committed(state, change.getTask());
    }
    entry.event().ifPresent(event -> truth.bus().expect(number, event));
    // What is durable is not undone.
    var _ = state.apply(change);
    if (change.hasTask()) {
      truth.agents().committed(change.getTask());
    }
  }
}
