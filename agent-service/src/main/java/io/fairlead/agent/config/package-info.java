/**
 * What an agent is told about itself: a file and environment variables with the names of the ECS
 * agent's configuration.
 */
@NullMarked
package io.fairlead.agent.config;

import org.jspecify.annotations.NullMarked;
