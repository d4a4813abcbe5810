/** The sessions of the agents: registration, leases, and the complete set of assignments. */
@NullMarked
package io.fairlead.scheduler.shell.session;

import org.jspecify.annotations.NullMarked;
