package io.fairlead.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;

/** Starts the gateway with the application where {@code fairlead.gateway.enabled} is true. */
@Factory
@Requires(property = "fairlead.gateway.enabled", value = "true")
class GatewayFactory {

  @Context
  @Bean(preDestroy = "close")
  Gateway gateway(GatewayConfig config, MeterRegistry meters) {
    return new Gateway(config, meters);
  }
}
