/** The agent's own process: Micronaut binds its configuration and serves its health and metrics. */
@NullMarked
package io.fairlead.agent;

import org.jspecify.annotations.NullMarked;
