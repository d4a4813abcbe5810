/** Finds the scheduler that owns what a call is about. */
@NullMarked
package io.fairlead.gateway.routing;

import org.jspecify.annotations.NullMarked;
