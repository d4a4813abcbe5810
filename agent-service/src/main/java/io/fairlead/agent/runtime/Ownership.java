package io.fairlead.agent.runtime;

/**
 * Whose containers are one's own, so that several agents and installations can share an engine.
 *
 * @param installation any name that is not shared, e.g. the installation's id
 */
public record Ownership(String installation, String containerInstanceArn) {}
