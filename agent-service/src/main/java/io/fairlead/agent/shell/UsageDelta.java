package io.fairlead.agent.shell;

import io.fairlead.agent.runtime.Usage;
import java.time.Duration;

/** A container's usage between two readings. */
record UsageDelta(Usage before, Usage now) {
  private static final int UNITS_PER_CORE = 1024;

  /** CPU units in use on average; 0 where the container has started anew in between. */
  double cpuUnits() {
    long nanos = Duration.between(before.at(), now.at()).toNanos();
    long used = now.cpuNanos() - before.cpuNanos();
    return nanos <= 0 || used < 0 ? 0 : (double) used / nanos * UNITS_PER_CORE;
  }
}
