/** Container engines behind one port, {@link io.fairlead.agent.runtime.ContainerRuntime}. */
@NullMarked
package io.fairlead.agent.runtime;

import org.jspecify.annotations.NullMarked;
