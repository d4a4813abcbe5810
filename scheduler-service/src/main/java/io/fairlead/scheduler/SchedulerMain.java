package io.fairlead.scheduler;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.runtime.Micronaut;
import java.util.Map;

/**
 * The scheduler as a process of its own. Settings ({@link SchedulerConfig}) come from environment
 * variables such as {@code FAIRLEAD_SCHEDULER_DATABASE_URL} and from system properties.
 */
public final class SchedulerMain {
  /** Below the environment and the system properties, which therefore win. */
  private static final int PRIORITY = -1000;

  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "fairlead.scheduler.enabled", "true",
          "micronaut.server.host", "127.0.0.1",
          "micronaut.server.port", "7081",
          "endpoints.all.sensitive", "false");

  private SchedulerMain() {}

  public static void main(String[] arguments) {
    start(arguments);
  }

  static ApplicationContext start(String... arguments) {
    return Micronaut.build(arguments)
        .banner(false)
        .propertySources(PropertySource.of("fairlead-scheduler", DEFAULTS, PRIORITY))
        .start();
  }
}
