/**
 * The pure core: decides everything about a cluster as a function of its state and an input. No
 * clock, no randomness, no I/O, no logger; time and ids arrive in the input.
 */
@NullMarked
package io.fairlead.scheduler.core;

import org.jspecify.annotations.NullMarked;
