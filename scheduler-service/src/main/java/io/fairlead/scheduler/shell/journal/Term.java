package io.fairlead.scheduler.shell.journal;

import java.time.Instant;

/**
 * One owner's time with a shard.
 *
 * @param epoch grows with each owner; the journal refuses all but the latest
 * @param lastSeq of the last change that earlier owners have committed, 0 if none
 * @param lastAt the time of that change
 * @param publishedSeq up to which all events are known to have reached Kafka
 */
public record Term(int shard, long epoch, long lastSeq, Instant lastAt, long publishedSeq) {}
