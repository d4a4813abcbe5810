package io.fairlead.scheduler.shell;

/** When work has its turn in a shard: what is seen comes before what is wished. */
enum Turn {
  /**
   * Of agents, and what this scheduler itself needs to tell them: tasks that nobody sees running
   * are worth nothing. What waits here is bounded by the number of instances and by the feed.
   */
  SEEN,

  /** Of callers, who wait for an answer and can be refused while there is too much to do. */
  WISHED
}
