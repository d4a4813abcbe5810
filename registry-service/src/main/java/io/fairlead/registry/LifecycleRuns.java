package io.fairlead.registry;

import io.fairlead.registry.catalog.Lifecycles;
import io.fairlead.registry.catalog.Lifecycles.Policy;
import io.fairlead.registry.catalog.PullTimes;
import io.fairlead.registry.catalog.RepositoryRow;
import io.fairlead.registry.lifecycle.Expiry;
import io.fairlead.registry.lifecycle.ImageRecord;
import io.fairlead.registry.lifecycle.LifecycleEvaluator;
import io.fairlead.registry.lifecycle.LifecyclePolicyReader;
import io.fairlead.registry.lifecycle.LifecyclePolicyReader.Reading;
import io.fairlead.registry.usage.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
  private final Usage usage;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lifecycle").factory());

  LifecycleRuns(
      Lifecycles lifecycles, PullTimes pulls, Usage usage, InstantSource clock, Duration pause) {
    this.lifecycles = lifecycles;
    this.usage = usage;
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
      Optional<Policy> policy = lifecycles.policy(repository.id());
      if (policy.isPresent()) {
        run(repository, policy.get().text());
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("lifecycle repository={} failed, nothing more is taken away", repository.name(), e);
    }
  }

  private void run(RepositoryRow repository, String text) throws IOException {
    switch (LifecyclePolicyReader.read(text)) {
      case Reading.Wrong(String why) ->
          LOG.error("lifecycle repository={} policy cannot be read: {}", repository.name(), why);
      case Reading.Unbuilt(String what) ->
          LOG.error("lifecycle repository={} not implemented: {}", repository.name(), what);
      case Reading.Read(var policy) -> {
        Instant now = clock.instant();
        List<ImageRecord> images = lifecycles.images(repository.id());
        expire(repository, LifecycleEvaluator.expired(policy, images, now));
        lifecycles.evaluated(repository.id(), now);
      }
    }
  }

  /** What is in use stays, and all of it where nobody can tell what is. */
  private void expire(RepositoryRow repository, List<Expiry> expired) throws IOException {
    List<ImageRecord> free =
        usage.unused(repository.name(), expired).stream().map(Expiry::image).toList();
    long gone =
        free.stream()
            .filter(it -> lifecycles.expire(repository.id(), it))
            .peek(it -> LOG.debug("lifecycle repository={} expired={}", repository.name(), it))
            .count();
    LOG.info(
        "lifecycle repository={} expired={} in_use={} changed_meanwhile={}",
        repository.name(),
        gone,
        expired.size() - free.size(),
        free.size() - gone);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
