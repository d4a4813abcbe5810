package io.fairlead.agent.core;

import io.fairlead.proto.agent.Assignment;
import java.time.Instant;

/**
 * One task as its driver has it: what is wanted of it and what is known of it.
 *
 * @param held whether steps wait until the scheduler says what it wants now
 */
public record DrivenTask(TaskSpec wanted, ObservedTask seen, boolean held) {
  /** Why a task stops that the scheduler knows nothing of. */
  public static final String ORPHAN = "Not assigned to this container instance";

  /** The task after the scheduler's word, unless that is older than what is known. */
  public DrivenTask assigned(Assignment assignment, TaskDefaults defaults) {
    boolean news = assignment.getVersion() > wanted.assignment().getVersion();
    return new DrivenTask(news ? TaskSpec.of(assignment, defaults) : wanted, seen, false);
  }

  /** The task after it turned out that the scheduler knows nothing of it: it is to stop. */
  public DrivenTask abandoned(TaskDefaults defaults) {
    if (wanted.stopWanted()) {
      return new DrivenTask(wanted, seen, false);
    }
    Assignment stop =
        wanted.assignment().toBuilder()
            .setDesiredStatus("STOPPED")
            .setStoppedReason(ORPHAN)
            .build();
    return new DrivenTask(TaskSpec.of(stop, defaults), seen, false);
  }

  /**
   * The task after the engine told of a container. An event of an earlier container of the same
   * name says nothing about the present one.
   */
  public DrivenTask after(String container, String runtimeId, ContainerChange change) {
    String known = seen.container(container).runtimeId();
    return known == null || known.equals(runtimeId) ? with(seen.after(container, change)) : this;
  }

  /** The task with other knowledge of it. */
  public DrivenTask with(ObservedTask now) {
    return new DrivenTask(wanted, now, held);
  }

  /** What to do next. */
  public Action next(Instant now) {
    return TaskStep.next(wanted, seen, now);
  }
}
