package io.fairlead.scheduler.api;

import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** The way from a call to the cluster that it is about. */
public interface ClusterCalls {

  /**
   * Plans an input on the cluster's thread. Completes once all that the reply rests on is durable;
   * fails with the NotOwner error where another process owns the cluster.
   */
  CompletionStage<Decision.Reply> submit(String cluster, AtTime input);

  /** An input but for its time and its seed, which the cluster's thread gives. */
  @FunctionalInterface
  interface AtTime {
    Input at(Instant now, long seed);
  }
}
