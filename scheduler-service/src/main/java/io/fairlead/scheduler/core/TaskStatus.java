package io.fairlead.scheduler.core;

import java.util.Arrays;
import java.util.Optional;

/** The statuses of a task in the order in which it passes through them; it may skip some. */
enum TaskStatus {
  PROVISIONING,
  PENDING,
  ACTIVATING,
  RUNNING,
  DEACTIVATING,
  STOPPING,
  DEPROVISIONING,
  STOPPED;

  /** The status of that name; empty where there is none. */
  static Optional<TaskStatus> named(String name) {
    return Arrays.stream(values()).filter(status -> status.name().equals(name)).findFirst();
  }

  /** The later of the two. */
  TaskStatus orLater(TaskStatus other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Whether a task in this status has begun to end. */
  boolean ending() {
    return compareTo(DEACTIVATING) >= 0;
  }
}
