/** The scheduler as a whole: its settings and the list of its parts. */
@NullMarked
package io.fairlead.scheduler;

import org.jspecify.annotations.NullMarked;
