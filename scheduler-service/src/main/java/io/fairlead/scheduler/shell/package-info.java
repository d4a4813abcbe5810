/**
 * The scheduler's contact with the world: it feeds the pure core, makes its decisions durable, and
 * tells of them. Time and randomness are made here.
 */
@NullMarked
package io.fairlead.scheduler.shell;

import org.jspecify.annotations.NullMarked;
