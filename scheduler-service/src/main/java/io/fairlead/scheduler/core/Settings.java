package io.fairlead.scheduler.core;

import java.time.Duration;

/**
 * Times that an installation may choose.
 *
 * @param lease how long an instance without a heartbeat, or without a session, is believed alive
 * @param heartbeat how often an agent shows that it lives, where there are not many
 */
public record Settings(Duration lease, Duration heartbeat) {
  /** On a busy machine an agent may need more than ten seconds to be restarted. */
  public static final Settings DEFAULTS =
      new Settings(Duration.ofSeconds(30), Duration.ofMillis(500));

  private static final int HEARTBEATS_A_SECOND = 200;
  private static final int HEARTBEATS_A_LEASE = 3;
  private static final Duration SET_INTERVAL = Duration.ofSeconds(30);
  private static final int SETS_A_SECOND = 100;

  /**
   * How often each of so many agents shows that it lives: rarer where there are hundreds, so that
   * listening to them all costs no more, but several times in a lease.
   */
  public Duration heartbeat(int agents) {
    Duration shared = Duration.ofSeconds(agents).dividedBy(HEARTBEATS_A_SECOND);
    Duration longest = lease.dividedBy(HEARTBEATS_A_LEASE);
    Duration bounded = shared.compareTo(longest) > 0 ? longest : shared;
    return bounded.compareTo(heartbeat) > 0 ? bounded : heartbeat;
  }

  /**
   * How often each of so many agents is told the complete set of its assignments, which repairs
   * what went wrong unseen: rarer where there are thousands.
   */
  public Duration setInterval(int agents) {
    Duration shared = Duration.ofSeconds(agents).dividedBy(SETS_A_SECOND);
    return shared.compareTo(SET_INTERVAL) > 0 ? shared : SET_INTERVAL;
  }
}
