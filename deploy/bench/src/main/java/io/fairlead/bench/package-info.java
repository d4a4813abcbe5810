/**
 * Benchmarks: each prints its target beside its figure and fails with {@code --check} where one is
 * missed.
 */
@NullMarked
package io.fairlead.bench;

import org.jspecify.annotations.NullMarked;
