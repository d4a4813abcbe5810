package io.fairlead.scheduler;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import java.time.InstantSource;

/** Starts the scheduler with the application where {@code fairlead.scheduler.enabled} is true. */
@Factory
@Requires(property = "fairlead.scheduler.enabled", value = "true")
class SchedulerFactory {

  @Context
  @Bean(preDestroy = "close")
  SchedulerService scheduler(SchedulerConfig config, MeterRegistry registry) {
    return new SchedulerService(config, registry, InstantSource.system());
  }
}
