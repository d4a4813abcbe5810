package io.fairlead.scheduler.core;

import io.fairlead.proto.Realm;
import java.util.List;

/**
 * Decides everything about a cluster: a pure function of its state and an input.
 *
 * @param realm from which ARNs are made
 * @param settings times that an installation may choose
 */
public record Scheduler(Realm realm, Settings settings) {

  /** What follows from an input. The state is left as it was; the caller applies the changes. */
  public Decision plan(ClusterState state, Input input) {
    Draft draft = new Draft(state, input.now(), new Ids(input.seed()));
    try {
      Decision.Reply reply = new Inputs(realm, settings, draft).handle(input);
      if (reply instanceof Decision.Refused) {
        return new Decision(List.of(), reply);
      }
      new Deployments(draft, new ServiceTasks(realm, draft)).settle();
      return new Decision(draft.changes(), reply);
    } finally {
      draft.rollBack();
    }
  }
}
