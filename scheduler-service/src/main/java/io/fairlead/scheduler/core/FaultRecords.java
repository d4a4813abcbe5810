package io.fairlead.scheduler.core;

import io.fairlead.proto.api.RecordFaultRequest;
import io.fairlead.proto.api.RecordFaultResponse;
import io.fairlead.proto.events.FaultStateChange;
import java.util.Set;

/** Faults that a lab tells of: they change nothing but the history. */
final class FaultRecords {
  private static final Set<String> NAMES = Set.of("FAULT_BEGUN", "FAULT_ENDED");
  private static final int LONGEST = 255;

  private FaultRecords() {}

  static Decision.Reply record(Draft draft, RecordFaultRequest request) {
    FaultStateChange fault = request.getFault();
    if (!NAMES.contains(fault.getEventName())) {
      return no("fault.event_name must be FAULT_BEGUN or FAULT_ENDED.");
    }
    if (fault.getFault().isEmpty() || fault.getTarget().isEmpty()) {
      return no("fault.fault and fault.target must not be empty.");
    }
    if (Math.max(fault.getFault().length(), fault.getTarget().length()) > LONGEST
        || fault.getValue().length() > LONGEST) {
      return no("fault.fault, fault.target and fault.value hold at most 255 characters.");
    }
    draft.put(fault);
    return new Decision.Done(RecordFaultResponse.getDefaultInstance());
  }

  private static Decision.Reply no(String why) {
    return new Decision.Refused(Rejection.invalid(why));
  }
}
