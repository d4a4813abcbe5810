package io.fairlead.registry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import java.io.IOException;

/** Starts the registry with the application where {@code fairlead.registry.enabled} is true. */
@Factory
@Requires(property = "fairlead.registry.enabled", value = "true")
class RegistryFactory {

  @Context
  @Bean(preDestroy = "close")
  Registry registry(RegistryConfig config, MeterRegistry meters) throws IOException {
    return Registry.start(config, meters);
  }
}
