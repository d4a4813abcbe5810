/**
 * A real Kafka broker in this JVM and a real PostgreSQL server beside it, each with a folder that
 * outlives both. The lab runs on them; tests share one of each per JVM.
 */
@NullMarked
package io.fairlead.testkit;

import org.jspecify.annotations.NullMarked;
