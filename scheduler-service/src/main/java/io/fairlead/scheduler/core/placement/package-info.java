/**
 * Where a task goes: constraints that an instance must meet, strategies that choose among those
 * that do.
 */
@NullMarked
package io.fairlead.scheduler.core.placement;

import org.jspecify.annotations.NullMarked;
