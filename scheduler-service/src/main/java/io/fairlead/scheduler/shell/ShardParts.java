package io.fairlead.scheduler.shell;

import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.scheduler.core.Scheduler;
import io.fairlead.scheduler.shell.journal.History;
import io.fairlead.scheduler.shell.journal.Journal;
import io.fairlead.scheduler.shell.journal.Retention;
import io.fairlead.scheduler.shell.journal.Term;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Producer;

/**
 * What every shard works with.
 *
 * @param shards how many there are
 * @param address {@code host:port} of this scheduler's gRPC endpoint
 */
record ShardParts(
    int shards,
    String address,
    Scheduler scheduler,
    Journal journal,
    History history,
    Retention retention,
    Producer<String, byte[]> producer,
    InstantSource clock,
    ShardSettings settings,
    List<ShardListener> listeners,
    MeterRegistry registry) {

  CommitMeters commitMeters() {
    return CommitMeters.in(registry);
  }

  /** Accepts the names of the clusters of a shard. */
  Predicate<String> ownedBy(int shard) {
    return cluster -> Topics.partition(cluster, shards) == shard;
  }

  /**
   * A publisher that goes on where earlier owners were.
   *
   * @param loop takes the publisher's own looks at the state
   */
  Publisher publisher(Term term, Consumer<Work> loop) {
    return new Publisher(
        term, journal, history, new Courier(producer), () -> assignments(loop), registry);
  }

  private static CompletableFuture<List<Assignment>> assignments(Consumer<Work> loop) {
    CompletableFuture<List<Assignment>> answer = new CompletableFuture<>();
    loop.accept(new Work.Survey<>(ShardStates::assignments, answer));
    return answer;
  }
}
