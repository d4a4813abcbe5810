package io.fairlead.agent.core;

import io.fairlead.proto.ecs.TaskStopCode;
import java.time.Instant;

/**
 * Why a task ends.
 *
 * @param code unspecified where the scheduler wanted the stop: it knows why
 * @param reason for people
 */
public record StopCause(TaskStopCode code, String reason, Instant at) {}
