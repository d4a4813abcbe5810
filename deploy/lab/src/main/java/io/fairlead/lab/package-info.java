/**
 * All services in one process, on an embedded PostgreSQL and Kafka: what {@code fairlead up}
 * starts. This is the only place that sees all of them.
 */
@NullMarked
package io.fairlead.lab;

import org.jspecify.annotations.NullMarked;
