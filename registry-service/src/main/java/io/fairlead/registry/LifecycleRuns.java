package io.fairlead.registry;

import io.fairlead.registry.catalog.Lifecycles;
import io.fairlead.registry.catalog.PullTimes;
import io.fairlead.registry.catalog.RepositoryRow;
import io.fairlead.registry.lifecycle.Expiry;
import io.fairlead.registry.lifecycle.LifecycleEvaluator;
import io.fairlead.registry.lifecycle.LifecyclePolicyReader;
import io.fairlead.registry.lifecycle.LifecyclePolicyReader.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Acts on the lifecycle policies from time to time. */
final class LifecycleRuns implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LifecycleRuns.class);

  private final Lifecycles lifecycles;
  private final PullTimes pulls;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lifecycle").factory());

  LifecycleRuns(Lifecycles lifecycles, PullTimes pulls, InstantSource clock, Duration pause) {
    this.lifecycles = lifecycles;
    this.pulls = pulls;
    this.clock = clock;
    var _ =
        timer.scheduleWithFixedDelay(
            this::run, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Acts on all policies now; a repository where that fails is left for the next time. */
  void run() {
    try {
      pulls.write();
      lifecycles.withPolicy().forEach(this::tryToRun);
    } catch (RuntimeException e) {
      LOG.warn("lifecycle policies are acted on later", e);
    }
  }

  private void tryToRun(RepositoryRow repository) {
    try {
      lifecycles.policy(repository.id()).ifPresent(policy -> run(repository, policy.text()));
    } catch (RuntimeException e) {
      LOG.warn("lifecycle repository={} failed", repository.name(), e);
    }
  }

  private void run(RepositoryRow repository, String text) {
    switch (LifecyclePolicyReader.read(text)) {
      case Reading.Wrong(String why) ->
          LOG.error("lifecycle repository={} policy cannot be read: {}", repository.name(), why);
      case Reading.Unbuilt(String what) ->
          LOG.error("lifecycle repository={} not implemented: {}", repository.name(), what);
      case Reading.Read(var policy) -> {
        Instant now = clock.instant();
        List<Expiry> expired =
            LifecycleEvaluator.expired(policy, lifecycles.images(repository.id()), now);
        long gone =
            expired.stream()
                .filter(it -> lifecycles.expire(repository.id(), it.image()))
                .peek(it -> LOG.debug("lifecycle repository={} expired={}", repository.name(), it))
                .count();
        lifecycles.evaluated(repository.id(), now);
        LOG.info(
            "lifecycle repository={} expired={} changed_meanwhile={}",
            repository.name(),
            gone,
            expired.size() - gone);
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
