package io.fairlead.scheduler.shell;

import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.events.ClusterEvent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a shard are to be sent, and up to where all have arrived: the rules of
 * publishing, without threads and I/O. Whoever is behind first lets everything under way end, goes
 * back to the watermark, repeats the events after it and the assignments of all unfinished tasks;
 * from then on it follows the commits.
 */
public final class Publication {

  /** The way to the broker. */
  public interface Outlet {
    /**
     * Sends without waiting.
     *
     * @param answered hears null once the message has arrived, or why it is lost
     */
    void send(Message message, Answered answered);
  }

  /** What became of a message; may be told by any thread. */
  public interface Answered {
    void with(@Nullable Exception failure);
  }

  private final Outlet outlet;
  private final Acknowledgements acknowledgements;
  private boolean behind = true;
  private long sent;

  /**
   * @param published up to which all events are known to have arrived
   */
  public Publication(Outlet outlet, long published) {
    this.outlet = outlet;
    this.acknowledgements = new Acknowledgements(published);
  }

  /** Whether messages were, or may have been, lost or left out. */
  public boolean isBehind() {
    return behind;
  }

  /** From now on messages may be missing. */
  public void fallBehind() {
    behind = true;
  }

  /** Waits until nothing is under way, at most so long; says whether that is so. */
  public boolean awaitAll(long millis) throws InterruptedException {
    return acknowledgements.awaitAll(millis);
  }

  /** Goes back to the watermark; nothing may be under way. */
  public void goBack() {
    sent = acknowledgements.rewind();
  }

  /** The position after which events are to be repeated. */
  public long sentUpTo() {
    return sent;
  }

  /** Sends events that were read after {@link #sentUpTo}. */
  public void repeat(List<ClusterEvent> events) {
    for (ClusterEvent event : events) {
      send(new Message.ToWatches(event), event.getPosition());
      passed(event.getPosition());
    }
  }

  /** Sends what agents may have missed, after the last event was repeated: nothing is missing. */
  public void catchUp(List<Assignment> unfinished) {
    unfinished.forEach(assignment -> send(new Message.ToAgent(assignment), sent));
    behind = false;
  }

  /** Sends the messages of a batch; one that is behind leaves them to the history. */
  public void publish(Committed batch) {
    if (behind) {
      return;
    }
    for (Message message : batch.messages()) {
      if (!isRepeat(message)) {
        send(message, position(message, batch));
      }
    }
    passed(batch.lastSeq());
  }

  /** An event holds back the watermark from its own position on, wherever in the batch it is. */
  private static long position(Message message, Committed batch) {
    return switch (message) {
      case Message.ToWatches(ClusterEvent event, _) -> event.getPosition();
      case Message.ToAgent _ -> batch.lastSeq();
    };
  }

  private boolean isRepeat(Message message) {
    return message instanceof Message.ToWatches(ClusterEvent event, _)
        && event.getPosition() <= sent;
  }

  private void passed(long seq) {
    sent = Math.max(sent, seq);
    acknowledgements.pass(seq);
  }

  private void send(Message message, long seq) {
    acknowledgements.sent(seq);
    try {
      outlet.send(message, failure -> answered(seq, failure));
    } catch (RuntimeException e) {
      acknowledgements.lost(seq, e);
      throw e;
    }
  }

  private void answered(long seq, @Nullable Exception failure) {
    if (failure == null) {
      acknowledgements.acknowledged(seq);
    } else {
      acknowledgements.lost(seq, failure);
    }
  }

  /** Why a message was lost, once; whoever takes it is behind. */
  public Optional<Exception> takeFailure() {
    Optional<Exception> failure = acknowledgements.takeFailure();
    behind |= failure.isPresent();
    return failure;
  }

  /** The position up to which every event has arrived. */
  public long watermark() {
    return acknowledgements.watermark();
  }
}
