package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import io.fairlead.proto.ecs.LogConfiguration;
import java.util.Map;

/**
 * Where the engine writes a container's output. For {@code awslogs} there is no CloudWatch to write
 * to: the output goes to bounded files of the engine instead, from where it can be read through the
 * agent.
 */
final class Logging {
  private static final Map<String, String> BOUNDED = Map.of("max-size", "16m", "max-file", "4");

  private Logging() {}

  static LogConfig of(LogConfiguration configuration) {
    Map<String, String> options = configuration.getOptionsMap();
    return switch (configuration.getLogDriver()) {
      case LOG_DRIVER_AWSLOGS -> new LogConfig(LoggingType.JSON_FILE, BOUNDED);
      case LOG_DRIVER_JSON_FILE -> new LogConfig(LoggingType.JSON_FILE, options);
      case LOG_DRIVER_SYSLOG -> new LogConfig(LoggingType.SYSLOG, options);
      case LOG_DRIVER_JOURNALD -> new LogConfig(LoggingType.JOURNALD, options);
      case LOG_DRIVER_GELF -> new LogConfig(LoggingType.GELF, options);
      case LOG_DRIVER_FLUENTD -> new LogConfig(LoggingType.FLUENTD, options);
      case LOG_DRIVER_SPLUNK -> new LogConfig(LoggingType.SPLUNK, options);
      case LOG_DRIVER_AWSFIRELENS, LOG_DRIVER_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("log driver is refused before this");
    };
  }
}
