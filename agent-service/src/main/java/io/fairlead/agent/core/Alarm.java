package io.fairlead.agent.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The earliest of the times that are waited for. */
final class Alarm {
  private final Instant now;
  private @Nullable Instant at;

  Alarm(Instant now) {
    this.now = now;
  }

  /** Whether the time is yet to come; if so it is waited for. */
  boolean isAhead(@Nullable Instant time) {
    if (time == null || !time.isAfter(now)) {
      return false;
    }
    at = at == null || time.isBefore(at) ? time : at;
    return true;
  }

  @Nullable Instant at() {
    return at;
  }
}
