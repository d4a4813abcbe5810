package io.fairlead.gateway.calls;

import com.google.protobuf.Message;
import io.fairlead.gateway.identity.Identity;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.audit.AuditRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What becomes known of one call until it ends. Safe for several threads. */
public final class OpenCall {
  private static final int LONGEST_KEY_ID = 128;

  private final CallLedger ledger;
  private final Wire wire;
  private final long began = System.nanoTime();
  private final AuditRecord.Builder record;
  private boolean streams;
  private boolean ended;

  OpenCall(CallLedger ledger, Wire wire, String source, String requestId, Instant at) {
    // The database keeps microseconds, and pages are told apart by the time.
    Instant time = at.truncatedTo(ChronoUnit.MICROS);
    this.ledger = ledger;
    this.wire = wire;
    this.record =
        AuditRecord.newBuilder()
            .setRequestId(requestId)
            .setTime(ProtoTime.of(time))
            .setWire(wire.text())
            .setSourceAddress(source);
  }

  /** The id under which the caller knows the call. */
  public synchronized String requestId() {
    return record.getRequestId();
  }

  /** The operation, once it is known to exist. */
  public synchronized void names(String service, String operation) {
    record.setService(service).setOperation(operation);
  }

  /** It is a stream, which counts as active until it ends. */
  public synchronized void streams() {
    streams = true;
    ledger.streams(record.getOperation(), 1);
  }

  /** The access key that the caller says to have; proven or not. */
  public synchronized void claims(Optional<String> accessKeyId) {
    accessKeyId
        .map(id -> id.length() > LONGEST_KEY_ID ? id.substring(0, LONGEST_KEY_ID) : id)
        .ifPresent(record::setAccessKeyId);
  }

  /** The caller is proven. */
  public synchronized void proven(Identity caller) {
    record.setPrincipal(caller.arn());
  }

  /** The caller is not proven, and why: the name of the exception. */
  public void refused(String reason) {
    ledger.refused(wire, reason);
  }

  /** The request; of a stream the first message, later ones are ignored. */
  public synchronized void asks(Message request) {
    if (record.getMembersCount() == 0 && record.getResourcesCount() == 0) {
      RequestFacts facts = RequestFacts.of(request);
      record
          .addAllMembers(facts.members())
          .addAllResources(facts.resources())
          .setCluster(facts.cluster().orElse(""));
    }
  }

  /** A resource that the answer names, not the request. */
  public synchronized void concerns(String resource) {
    record.addResources(resource);
  }

  /**
   * The call is over; whatever comes after the first end is ignored.
   *
   * @param outcome OK or the name of the error
   * @param httpStatus of the answer; 0 for gRPC
   */
  public void end(String outcome, int httpStatus) {
    AuditRecord finished;
    Duration duration = Duration.ofNanos(System.nanoTime() - began);
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      finished =
          record
              .setOutcome(outcome)
              .setHttpStatus(httpStatus)
              .setDurationMicros(duration.toNanos() / 1_000)
              .build();
      if (streams) {
        ledger.streams(finished.getOperation(), -1);
      }
    }
    ledger.ended(finished, duration);
  }
}
