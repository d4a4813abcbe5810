/** Benchmark of reading a scheduler's state from the database. */
@NullMarked
package io.fairlead.bench.recovery;

import org.jspecify.annotations.NullMarked;
