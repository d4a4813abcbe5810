package io.fairlead.gateway.calls;

import io.fairlead.proto.audit.AuditRecord;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Opens an account for each call; what it adds up to goes to the audit trail and the meters. */
public final class CallLedger {
  private static final String UNKNOWN = "unknown";

  private final Consumer<AuditRecord> trail;
  private final MeterRegistry meters;
  private final InstantSource clock;
  private final Map<String, AtomicInteger> streams = new ConcurrentHashMap<>();

  /**
   * A ledger.
   *
   * @param trail takes a record of each call that has ended; must not block
   */
  public CallLedger(Consumer<AuditRecord> trail, MeterRegistry meters, InstantSource clock) {
    this.trail = trail;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * A call begins, and gets its request id.
   *
   * @param source IP address of the connection's other end
   */
  public OpenCall begin(Wire wire, String source) {
    return new OpenCall(this, wire, source, UUID.randomUUID().toString(), clock.instant());
  }

  void ended(AuditRecord record, Duration duration) {
    meters
        .timer(
            "fairlead.gateway.calls",
            "wire",
            record.getWire(),
            "operation",
            record.getOperation().isEmpty() ? UNKNOWN : record.getOperation(),
            "outcome",
            record.getOutcome())
        .record(duration);
    trail.accept(record);
  }

  void refused(Wire wire, String reason) {
    meters
        .counter("fairlead.gateway.authentications.refused", "wire", wire.text(), "reason", reason)
        .increment();
  }

  void streams(String operation, int change) {
    streams.computeIfAbsent(operation, this::gauge).addAndGet(change);
  }

  private AtomicInteger gauge(String operation) {
    AtomicInteger active = new AtomicInteger();
    Gauge.builder("fairlead.gateway.streams.active", active, AtomicInteger::get)
        .tag("operation", operation)
        .register(meters);
    return active;
  }
}
