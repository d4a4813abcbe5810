package io.fairlead.scheduler.shell;

/** Hears what becomes of the shards of this scheduler. Must not block. */
public interface ShardListener {

  /** A batch is durable and may be read from the history; heard in the order of the commits. */
  default void committed(int shard, Committed batch) {}

  /**
   * The state of the shard in memory is worth nothing any more; what rests on it must begin anew.
   *
   * @param owned whether this scheduler goes on with the shard after reading it again
   */
  default void ended(int shard, boolean owned) {}
}
