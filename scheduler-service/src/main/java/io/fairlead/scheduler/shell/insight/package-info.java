/** What the scheduler shows of its clusters beside the ECS API: events, places, reasons. */
@NullMarked
package io.fairlead.scheduler.shell.insight;

import org.jspecify.annotations.NullMarked;
