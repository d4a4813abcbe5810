package io.fairlead.scheduler.shell.insight;

import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.scheduler.shell.journal.History;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.Optional;

/**
 * One caller who follows a cluster's events. Gets them as they are committed; one who falls behind
 * reads the history a page at a time, only as fast as it takes them, so a slow one costs no memory.
 */
final class Watch {
  private static final int PAGE = 500;

  /** Some of the largest batches: who keeps up with them must not be sent to the history. */
  private static final int MOST_FRESH = 10_000;

  private static final long POLL_MILLIS = 2_000;

  private final String cluster;
  private final History history;
  private final ServerCallStreamObserver<ClusterEvent> caller;
  private final Tail tail = new Tail(MOST_FRESH);
  private long position;
  private boolean news = true;
  private boolean over;

  Watch(
      String cluster,
      History history,
      ServerCallStreamObserver<ClusterEvent> caller,
      long position) {
    this.cluster = cluster;
    this.history = history;
    this.caller = caller;
    this.position = position;
  }

  /** Sends until the caller has gone or {@link #end} is called; on a thread of its own. */
  void run() throws InterruptedException {
    while (awaitNews()) {
      Optional<List<ClusterEvent>> fresh = tail.take();
      if (fresh.isPresent()) {
        send(fresh.get());
      } else {
        // What is committed from here on is in the tail, and all before in the history.
        tail.begin();
        for (List<ClusterEvent> page = read(); !page.isEmpty(); page = read()) {
          send(page);
        }
      }
    }
  }

  private List<ClusterEvent> read() {
    return isOver() ? List.of() : history.clusterEvents(cluster, position, PAGE);
  }

  private synchronized boolean isOver() {
    return over;
  }

  private void send(List<ClusterEvent> events) throws InterruptedException {
    for (ClusterEvent event : events) {
      if (!awaitReady()) {
        return;
      }
      send(event);
    }
  }

  /** The tail and the history may both have an event. */
  private synchronized void send(ClusterEvent event) {
    if (!over && event.getPosition() > position) {
      caller.onNext(event);
      position = event.getPosition();
    }
  }

  private synchronized boolean awaitNews() throws InterruptedException {
    if (!news && !over) {
      wait(POLL_MILLIS);
    }
    if (!news) {
      tail.lose(); // The history knows best; a look at times costs little.
    }
    news = false;
    return !over;
  }

  private synchronized boolean awaitReady() throws InterruptedException {
    while (!caller.isReady() && !over) {
      wait(POLL_MILLIS);
    }
    return !over;
  }

  /** These events of the cluster are committed, after all that were told before. */
  void committed(List<ClusterEvent> events) {
    if (!events.isEmpty()) {
      tail.add(events);
      wake();
    }
  }

  /** There may be events that were not told. */
  void doubt() {
    tail.lose();
    wake();
  }

  private synchronized void wake() {
    news = true;
    notifyAll();
  }

  /** The caller takes more. */
  synchronized void ready() {
    notifyAll();
  }

  /** The caller has gone. */
  synchronized void gone() {
    over = true;
    notifyAll();
  }

  /** Ends the caller's stream. */
  synchronized void end(StatusRuntimeException why) {
    if (!over) {
      over = true;
      caller.onError(why);
      notifyAll();
    }
  }

  String cluster() {
    return cluster;
  }
}
