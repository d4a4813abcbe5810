package io.fairlead.scheduler.shell.journal;

import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.state.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change in the order of its shard. It is serialized once, for the log, the entity's row and the
 * event: of what a task costs, serializing is a good part. Safe for several threads.
 */
public final class Entry {
  private final long seq;
  private final Instant at;
  private final String cluster;
  private final Change change;
  private final @Nullable ClusterEvent event;
  private volatile byte @Nullable [] changeBytes;
  private volatile byte @Nullable [] eventHead;

  /**
   * @param seq position in the shard's history: one more than the change before
   * @param cluster name of the cluster that it changes
   * @param event what watches hear of it; where it has a task or an instance, that of the change
   */
  public Entry(long seq, Instant at, String cluster, Change change, Optional<ClusterEvent> event) {
    this.seq = seq;
    this.at = at;
    this.cluster = cluster;
    this.change = change;
    this.event = event.orElse(null);
  }

  public long seq() {
    return seq;
  }

  public Instant at() {
    return at;
  }

  public String cluster() {
    return cluster;
  }

  public Change change() {
    return change;
  }

  public Optional<ClusterEvent> event() {
    return Optional.ofNullable(event);
  }

  /** The change, serialized. */
  byte[] changeBytes() {
    byte[] bytes = changeBytes;
    if (bytes == null) {
      bytes = change.toByteArray();
      changeBytes = bytes;
    }
    return bytes;
  }

  /** The event as the history keeps it; null where there is none. */
  byte @Nullable [] eventHead() {
    byte[] bytes = eventHead;
    if (bytes == null && event != null) {
      bytes = StoredEvents.head(event);
      eventHead = bytes;
    }
    return bytes;
  }

  /** The event, serialized. */
  public byte[] eventBytes() {
    byte[] head = eventHead();
    if (head == null) {
      throw new IllegalStateException("no event at " + seq);
    }
    try {
      return StoredEvents.whole(head, changeBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
