/**
 * An engine without containers: everything happens on paper, when a {@link
 * io.fairlead.agent.runtime.simulated.Script} says.
 */
@NullMarked
package io.fairlead.agent.runtime.simulated;

import org.jspecify.annotations.NullMarked;
