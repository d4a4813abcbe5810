package io.fairlead.scheduler.core;

import java.time.Duration;

/**
 * Times that an installation may choose.
 *
 * @param lease how long an instance without a heartbeat, or without a session, is believed alive
 * @param heartbeat how often an agent shows that it lives
 */
public record Settings(Duration lease, Duration heartbeat) {
  /** On a busy machine an agent may need more than ten seconds to be restarted. */
  public static final Settings DEFAULTS =
      new Settings(Duration.ofSeconds(30), Duration.ofSeconds(1));
}
