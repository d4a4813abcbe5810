package io.fairlead.agent.runtime;

import io.fairlead.agent.core.ObservedContainer;
import io.fairlead.proto.agent.Assignment;

/**
 * An own container as the engine describes it.
 *
 * @param assignment what it was created for, read from its labels
 * @param container its name in the task definition
 */
public record FoundContainer(
    String runtimeId, Assignment assignment, String container, ObservedContainer observed) {}
