package io.fairlead.gateway;

import io.micronaut.runtime.Micronaut;
import java.util.Map;

/**
 * The gateway as a process of its own. Settings come from the environment and system properties.
 */
public final class GatewayMain {
  private GatewayMain() {}

  public static void main(String[] arguments) {
    Micronaut.build(arguments)
        .banner(false)
        .propertySources(
            io.micronaut.context.env.PropertySource.of(
                "fairlead-gateway-defaults",
                Map.of(
                    "fairlead.gateway.enabled",
                    "true",
                    "micronaut.server.host",
                    "127.0.0.1",
                    "micronaut.server.port",
                    "7080"),
                io.micronaut.context.env.PropertySource.PropertyConvention.JAVA_PROPERTIES))
        .start();
  }
}
