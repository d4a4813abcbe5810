package io.fairlead.gateway.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.gateway.identity.Identity;
import io.fairlead.proto.audit.AuditRecord;
import io.fairlead.proto.ecs.StopTaskRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallLedgerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123456789Z");

  private final List<AuditRecord> trail = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CallLedger ledger = new CallLedger(trail::add, meters, InstantSource.fixed(NOW));

  @Test
  void aCallLeavesOneRecordAndOneTimeHoweverOftenItEnds() {
    OpenCall call = ledger.begin(Wire.AWS_JSON, "10.0.0.1");
    call.names("ECS", "StopTask");
    call.claims(Optional.of("K".repeat(500)));
    call.proven(new Identity.User("arn:me"));
    call.asks(StopTaskRequest.newBuilder().setTask("t").build());
    call.asks(StopTaskRequest.newBuilder().setTask("later").setReason("r").build());
    call.end("OK", 200);
    call.end("CANCELLED", 0);

    assertThat(trail).hasSize(1);
    AuditRecord record = trail.getFirst();
    assertThat(record.getOutcome()).isEqualTo("OK");
    assertThat(record.getTime().getNanos()).isEqualTo(123_456_000);
    assertThat(record.getAccessKeyId()).hasSize(128);
    assertThat(record.getResourcesList()).containsExactly("t");
    assertThat(record.getMembersList()).containsExactly("task");
    assertThat(
            meters
                .get("fairlead.gateway.calls")
                .tags("wire", "aws-json", "operation", "StopTask", "outcome", "OK")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void whatNamesNoOperationIsCountedAsUnknown() {
    ledger.begin(Wire.AWS_JSON, "").end("UnknownOperationException", 400);

    assertThat(meters.get("fairlead.gateway.calls").tag("operation", "unknown").timer().count())
        .isEqualTo(1);
    assertThat(trail.getFirst().getOperation()).isEmpty();
  }

  @Test
  void countsRefusalsByReason() {
    OpenCall call = ledger.begin(Wire.GRPC, "");
    call.refused("UnrecognizedClientException");

    assertThat(
            meters
                .get("fairlead.gateway.authentications.refused")
                .tags("wire", "grpc", "reason", "UnrecognizedClientException")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void aStreamIsActiveUntilItEnds() {
    OpenCall first = ledger.begin(Wire.GRPC, "");
    OpenCall second = ledger.begin(Wire.GRPC, "");
    for (OpenCall call : List.of(first, second)) {
      call.names("ClusterInsight", "WatchEvents");
      call.streams();
    }
    assertThat(active()).isEqualTo(2);

    first.end("CANCELLED", 0);
    first.end("OK", 0);
    assertThat(active()).isEqualTo(1);
  }

  private double active() {
    return meters
        .get("fairlead.gateway.streams.active")
        .tag("operation", "WatchEvents")
        .gauge()
        .value();
  }
}
