package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.api.RecordFaultRequest;
import io.fairlead.proto.api.RecordFaultResponse;
import io.fairlead.proto.events.FaultStateChange;
import io.fairlead.proto.state.Change;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultRecordsTest {
  private static final FaultStateChange BEGUN =
      FaultStateChange.newBuilder()
          .setEventName("FAULT_BEGUN")
          .setNumber(3)
          .setFault("loss")
          .setTarget("i1")
          .setValue("30")
          .build();

  private final Draft draft = new Draft(new ClusterState("c"), Instant.EPOCH, new Ids(1));

  private Decision.Reply record(FaultStateChange fault) {
    return FaultRecords.record(draft, RecordFaultRequest.newBuilder().setFault(fault).build());
  }

  @Test
  void isInTheHistory() {
    assertThat(record(BEGUN))
        .isEqualTo(new Decision.Done(RecordFaultResponse.getDefaultInstance()));
    assertThat(draft.changes()).containsExactly(Change.newBuilder().setFault(BEGUN).build());
  }

  @ParameterizedTest
  @CsvSource({
    "FIRE, loss, i1, fault.event_name must be FAULT_BEGUN or FAULT_ENDED.",
    "FAULT_ENDED, '', i1, fault.fault and fault.target must not be empty.",
    "FAULT_ENDED, loss, '', fault.fault and fault.target must not be empty.",
  })
  void refusesWhatSaysNothing(String name, String fault, String target, String why) {
    Decision.Reply reply =
        record(BEGUN.toBuilder().setEventName(name).setFault(fault).setTarget(target).build());

    assertThat(reply).isEqualTo(new Decision.Refused(Rejection.invalid(why)));
    assertThat(draft.changes()).isEmpty();
  }
}
