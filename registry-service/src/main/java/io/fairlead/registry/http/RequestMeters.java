package io.fairlead.registry.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;

/** Counts requests: {@code fairlead.registry.requests} by method and status. */
final class RequestMeters {
  private static final java.util.Set<String> METHODS =
      java.util.Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  private final MeterRegistry meters;

  RequestMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Notes one; status 0 is an answer that did not get out. */
  void count(String method, int status, long nanos) {
    meters
        .timer(
            "fairlead.registry.requests",
            "method",
            METHODS.contains(method) ? method : "other",
            "status",
            Integer.toString(status))
        .record(nanos, TimeUnit.NANOSECONDS);
  }
}
