package io.fairlead.scheduler.core.placement;

/** By what the index keeps instances in order; the first by ARN comes first among equals. */
enum Key {
  /** How many tasks are there. */
  TASKS {
    @Override
    int of(Place place) {
      return place.tasksAt;
    }
  },
  /** Free memory. */
  MEMORY {
    @Override
    int of(Place place) {
      return place.memoryAt;
    }
  },
  /** Free CPU. */
  CPU {
    @Override
    int of(Place place) {
      return place.cpuAt;
    }
  };

  /** The place's value, as it was last entered into the orders. */
  abstract int of(Place place);

  /** The place's position: its value, then its rank by ARN, as one number. */
  long position(Place place) {
    return first(of(place)) | place.rank;
  }

  /** The first position that a place of that value can have. */
  static long first(int value) {
    return (long) value << 32;
  }
}
