package io.fairlead.agent.runtime;

import java.util.List;

/**
 * A command to run inside a container.
 *
 * @param terminal give it a terminal, of that many rows and columns
 * @param interactive connect its input
 */
public record ExecRequest(
    List<String> command, boolean terminal, boolean interactive, int rows, int columns) {}
