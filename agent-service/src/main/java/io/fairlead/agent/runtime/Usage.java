package io.fairlead.agent.runtime;

import java.time.Instant;

/**
 * Usage of one container.
 *
 * @param cpuNanos CPU time since its start
 * @param memoryBytes in use, without the page cache that can be given back
 * @param memoryLimitBytes its bound
 * @param receivedBytes over all its networks since its start
 * @param sentBytes over all its networks since its start
 */
public record Usage(
    Instant at,
    long cpuNanos,
    long memoryBytes,
    long memoryLimitBytes,
    long receivedBytes,
    long sentBytes) {}
