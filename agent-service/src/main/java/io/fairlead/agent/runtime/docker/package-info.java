/** A Docker engine behind the port, through its HTTP API. */
@NullMarked
package io.fairlead.agent.runtime.docker;

import org.jspecify.annotations.NullMarked;
