@NullMarked
package io.fairlead.agent.runtime.simulated;

import org.jspecify.annotations.NullMarked;
