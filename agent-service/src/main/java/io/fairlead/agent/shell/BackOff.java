package io.fairlead.agent.shell;

import java.time.Duration;

/**
 * Growing delays between attempts: doubled from the first to the longest, each shortened by up to
 * half so that agents that lost the same peer do not come back together.
 */
record BackOff(Duration first, Duration longest) {

  /**
   * @param failures how many attempts have failed in a row, 1 or more
   * @param random from 0 to 1
   */
  Duration delay(int failures, double random) {
    long whole = first.toMillis() << Math.min(failures - 1, 20);
    long capped = Math.min(whole, longest.toMillis());
    return Duration.ofMillis(Math.round(capped * (1 - random / 2)));
  }
}
