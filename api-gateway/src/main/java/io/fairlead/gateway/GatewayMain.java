package io.fairlead.gateway;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.runtime.Micronaut;
import java.util.Map;

/**
 * The gateway as a process of its own. Settings ({@link GatewayConfig}) come from environment
 * variables such as {@code FAIRLEAD_GATEWAY_DATABASE_URL} and from system properties.
 */
public final class GatewayMain {
  /** Below the environment and the system properties, which therefore win. */
  private static final int PRIORITY = -1000;

  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "fairlead.gateway.enabled", "true",
          "micronaut.server.host", "127.0.0.1",
          "micronaut.server.port", "7080",
          "endpoints.prometheus.sensitive", "false");

  private GatewayMain() {}

  public static void main(String[] arguments) {
    start(arguments);
  }

  static ApplicationContext start(String... arguments) {
    return Micronaut.build(arguments)
        .banner(false)
        .propertySources(PropertySource.of("fairlead-gateway", DEFAULTS, PRIORITY))
        .start();
  }
}
