package io.fairlead.agent.core;

import io.fairlead.proto.agent.Observation;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One step of a task. */
public sealed interface Action {

  /** A step that the container engine carries out on one container. */
  sealed interface OnContainer extends Action {
    /** The container's name in its task definition. */
    String container();
  }

  /** Make the image available. */
  record Pull(String container, String image) implements OnContainer {}

  /** Create the container; where it was created before, take that one. */
  record Create(String container) implements OnContainer {}

  /** Start the container, for the first time or after an exit. */
  record Start(String container) implements OnContainer {}

  /** Ask the container to end, and kill it when it has not after the timeout. */
  record Stop(String container, Duration timeout) implements OnContainer {}

  /** Delete the container. */
  record Remove(String container) implements OnContainer {}

  /** Ask the engine how the container is: events may have been missed. */
  record Check(String container) implements OnContainer {}

  /** Remember that the container will never start: {@link ObservedTask#after} with this failure. */
  record GiveUp(String container, Failure failure) implements Action {}

  /** Remember that the task ends, and why: {@link ObservedTask#halted}. */
  record Halt(StopCause cause) implements Action {}

  /** Tell the scheduler; epoch and sequence are not set. Then {@link ObservedTask#reported}. */
  record Report(Observation observation) implements Action {}

  /** Nothing to do before the given time, or before something is seen where there is none. */
  record Wait(@Nullable Instant until) implements Action {}

  /** Nothing is left of the task: forget it, its volumes and its memory. */
  record Forget() implements Action {}
}
