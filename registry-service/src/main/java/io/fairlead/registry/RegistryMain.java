package io.fairlead.registry;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.runtime.Micronaut;
import java.util.Map;

/**
 * The registry as a process of its own. Settings ({@link RegistryConfig}) come from environment
 * variables such as {@code FAIRLEAD_REGISTRY_DATABASE_URL} and from system properties.
 */
public final class RegistryMain {
  /** Below the environment and the system properties, which therefore win. */
  private static final int PRIORITY = -1000;

  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "fairlead.registry.enabled", "true",
          "micronaut.server.host", "127.0.0.1",
          "micronaut.server.port", "7085",
          "endpoints.prometheus.sensitive", "false");

  private RegistryMain() {}

  public static void main(String[] arguments) {
    start(arguments);
  }

  static ApplicationContext start(String... arguments) {
    return Micronaut.build(arguments)
        .banner(false)
        .propertySources(PropertySource.of("fairlead.registry", DEFAULTS, PRIORITY))
        .start();
  }
}
