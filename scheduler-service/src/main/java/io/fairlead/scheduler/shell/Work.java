package io.fairlead.scheduler.shell;

import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What waits for its turn in a shard. */
sealed interface Work {
  /** When it has its turn. */
  Turn turn();

  /** Fails whoever waits for the outcome. */
  void fail(Throwable cause);

  /** An input to decide about. */
  record Decide(
      Turn turn, String cluster, InputMaker input, CompletableFuture<Decision.Reply> reply)
      implements Work {
    @Override
    public void fail(Throwable cause) {
      reply.completeExceptionally(cause);
    }
  }

  /** A look at a cluster's state, which {@code view} must not keep. */
  record Look<T>(
      Turn turn,
      String cluster,
      BiFunction<ClusterState, Instant, T> view,
      CompletableFuture<T> answer)
      implements Work {
    @Override
    public void fail(Throwable cause) {
      answer.completeExceptionally(cause);
    }
  }

  /** The scheduler's own look at all clusters of the shard, which {@code view} must not keep. */
  record Survey<T>(Function<ShardStates, T> view, CompletableFuture<T> answer) implements Work {
    @Override
    public Turn turn() {
      return Turn.SEEN;
    }

    @Override
    public void fail(Throwable cause) {
      answer.completeExceptionally(cause);
    }
  }
}
