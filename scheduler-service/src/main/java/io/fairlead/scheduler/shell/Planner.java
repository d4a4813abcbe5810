package io.fairlead.scheduler.shell;

import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;

/** Says what follows from an input, and leaves the state as it was. */
@FunctionalInterface
public interface Planner {
  Decision plan(ClusterState state, Input input);
}
