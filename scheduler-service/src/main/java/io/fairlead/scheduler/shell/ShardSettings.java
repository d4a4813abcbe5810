package io.fairlead.scheduler.shell;

import java.time.Duration;

/**
 * Times of a shard's life.
 *
 * @param fencedPause how long after another scheduler has taken the shard it is taken back, if the
 *     consumer group still says that it belongs here; longer than a group session
 * @param closePatience how long decided changes may take to become durable when the shard is given
 *     up
 */
public record ShardSettings(Duration fencedPause, Duration closePatience) {
  public static final ShardSettings DEFAULTS =
      new ShardSettings(Duration.ofSeconds(7), Duration.ofSeconds(10));
}
