/**
 * A world in a test: schedulers, agents, bus, store, clients and clocks on one thread in virtual
 * time, all made from one seed. What decides, publishes and reports is the product's own code; what
 * is simulated is the world around it, and the threads.
 */
@NullMarked
package io.fairlead.scheduler.simulation;

import org.jspecify.annotations.NullMarked;
