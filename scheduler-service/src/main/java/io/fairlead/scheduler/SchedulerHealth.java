package io.fairlead.scheduler;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/** On the health endpoint: UP once all shards that this scheduler has been given are read. */
@Singleton
@Requires(property = "fairlead.scheduler.enabled", value = "true")
class SchedulerHealth implements HealthIndicator {
  private final SchedulerService service;

  SchedulerHealth(SchedulerService service) {
    this.service = service;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    HealthStatus status = service.isReady() ? HealthStatus.UP : HealthStatus.DOWN;
    return Publishers.just(HealthResult.builder("scheduler", status).build());
  }
}
