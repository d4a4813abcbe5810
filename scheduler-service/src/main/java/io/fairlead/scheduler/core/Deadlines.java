package io.fairlead.scheduler.core;

import io.fairlead.proto.state.Forget;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.scheduler.core.Decision.Reply;
import io.fairlead.scheduler.core.Decision.Silent;
import java.util.Optional;

/** What the passing of time brings about. */
record Deadlines(Draft draft, InstanceSessions sessions) {

  Reply pass() {
    draft.state().due(draft.now()).forEach(this::meet);
    return new Silent();
  }

  private void meet(Due due) {
    switch (due.kind()) {
      case TASK -> draft.forget(Forget.newBuilder().setTaskArn(due.key()).build());
      case INSTANCE -> sessions.lost(due.key());
      case SERVICE -> look(due.key());
      case TOKEN -> draft.forget(Forget.newBuilder().setTokenKey(due.key()).build());
    }
  }

  private void look(String name) {
    Optional<ServiceRecord> service = draft.state().service(name);
    if (service.isPresent() && service.get().hasDeletedAt()) {
      draft.forget(
          Forget.newBuilder().setServiceArn(service.get().getService().getServiceArn()).build());
    } else {
      draft.touch(name);
    }
  }
}
