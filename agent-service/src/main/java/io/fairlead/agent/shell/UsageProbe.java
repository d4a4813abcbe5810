package io.fairlead.agent.shell;

import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.Subscription;
import io.fairlead.agent.runtime.Usage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the usage of many containers at once: of each the first element of its stream, as counters
 * need no more and a standing stream costs the engine work every second.
 */
record UsageProbe(ContainerRuntime runtime) {
  private static final Logger LOG = LoggerFactory.getLogger(UsageProbe.class);
  private static final int PATIENCE_SECONDS = 3;

  /** The usage of those that answer in time, by id. */
  Map<String, Usage> read(Set<String> runtimeIds) throws InterruptedException {
    Map<String, CompletableFuture<Usage>> readings = new HashMap<>();
    Map<String, Usage> usages = new HashMap<>();
    for (String id : runtimeIds) {
      readings.put(id, CompletableFuture.supplyAsync(() -> first(id), Thread::startVirtualThread));
    }
    for (Map.Entry<String, CompletableFuture<Usage>> reading : readings.entrySet()) {
      try {
        usages.put(reading.getKey(), reading.getValue().get());
      } catch (ExecutionException e) {
        LOG.debug("no usage container={} cause={}", reading.getKey(), Failures.words(e));
      }
    }
    return usages;
  }

  private Usage first(String id) {
    CompletableFuture<Usage> first = new CompletableFuture<>();
    try (Subscription _ = runtime.stats(id, first::complete)) {
      return first.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (EngineFailure | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no reading of container " + id, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
