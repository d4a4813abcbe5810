package io.fairlead.agent.runtime;

import java.util.Set;

/**
 * What an engine is and offers.
 *
 * @param name e.g. {@code docker} or {@code simulated}
 * @param memoryBytes of the machine
 * @param logDrivers that containers can be given
 */
public record EngineInfo(
    String name,
    String version,
    String apiVersion,
    String operatingSystem,
    String architecture,
    int cpus,
    long memoryBytes,
    Set<String> logDrivers) {}
