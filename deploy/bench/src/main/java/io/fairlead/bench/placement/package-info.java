/** Benchmarks of the scheduler's placement: speed, memory and packing. */
@NullMarked
package io.fairlead.bench.placement;

import org.jspecify.annotations.NullMarked;
