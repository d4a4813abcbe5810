package io.fairlead.agent.core;

import java.time.Duration;

/**
 * What holds where a task definition says nothing.
 *
 * @param stopTimeout between the request to end and the kill (ECS_CONTAINER_STOP_TIMEOUT)
 * @param cleanupWait how long the containers of a stopped task stay
 *     (ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION)
 * @param privilegedAllowed false where ECS_DISABLE_PRIVILEGED is set
 */
public record TaskDefaults(Duration stopTimeout, Duration cleanupWait, boolean privilegedAllowed) {

  /** The values of the ECS agent. */
  public static final TaskDefaults ECS =
      new TaskDefaults(Duration.ofSeconds(30), Duration.ofHours(3), true);
}
