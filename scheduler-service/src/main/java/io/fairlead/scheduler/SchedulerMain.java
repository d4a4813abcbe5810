package io.fairlead.scheduler;

import io.micronaut.context.env.PropertySource;
import io.micronaut.runtime.Micronaut;
import java.util.Map;

/**
 * The scheduler as a process of its own. Settings come from the environment and system properties.
 */
public final class SchedulerMain {
  private SchedulerMain() {}

  public static void main(String[] arguments) {
    Micronaut.build(arguments)
        .banner(false)
        .propertySources(
            PropertySource.of(
                "fairlead-scheduler-defaults",
                Map.of(
                    "fairlead.scheduler.enabled",
                    "true",
                    "micronaut.server.host",
                    "127.0.0.1",
                    "micronaut.server.port",
                    "7081")))
        .start();
  }
}
