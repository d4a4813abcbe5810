/**
 * What an agent does with one task, decided without clock, engine or network: {@link
 * io.fairlead.agent.core.TaskStep} says the next step from what is wanted and what was seen.
 */
@NullMarked
package io.fairlead.agent.core;

import org.jspecify.annotations.NullMarked;
