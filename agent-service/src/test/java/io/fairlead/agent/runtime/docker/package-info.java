@NullMarked
package io.fairlead.agent.runtime.docker;

import org.jspecify.annotations.NullMarked;
