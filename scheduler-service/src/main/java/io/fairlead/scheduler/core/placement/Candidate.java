package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.state.TaskRecord;
import java.util.stream.Stream;

/** An instance as placement sees it. */
public interface Candidate {

  ContainerInstance instance();

  /**
   * The same as far as others may be alike: status, connection, attributes, resources and versions;
   * all else may be missing. For what is asked of all instances, as it may cost nothing.
   */
  default ContainerInstance common() {
    return instance();
  }

  /** What the tasks there leave free. */
  Capacity free();

  /** The tasks there that have not stopped. */
  Stream<TaskRecord> tasks();

  /** How many tasks there have not stopped. */
  int taskCount();

  /** How many of them are of that group. */
  int countOf(String group);
}
