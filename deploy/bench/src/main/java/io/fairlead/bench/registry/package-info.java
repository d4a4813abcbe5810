/** The registry's speed, side by side with another one. */
@NullMarked
package io.fairlead.bench.registry;

import org.jspecify.annotations.NullMarked;
