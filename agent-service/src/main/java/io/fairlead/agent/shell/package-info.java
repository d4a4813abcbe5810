/**
 * The agent's outside: it joins, keeps its session with the scheduler, takes assignments from
 * Kafka, drives each task by asking the core for one step after the other, and reports what it
 * sees.
 */
@NullMarked
package io.fairlead.agent.shell;

import org.jspecify.annotations.NullMarked;
