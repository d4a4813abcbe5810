package io.fairlead.scheduler.shell.insight;

import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.scheduler.shell.journal.History;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;

/**
 * One caller who follows a cluster's events. Reads the history a page at a time, and only as fast
 * as the caller takes them, so a slow one costs no memory.
 */
final class Watch {
  private static final int PAGE = 200;
  private static final long POLL_MILLIS = 2_000;

  private final String cluster;
  private final History history;
  private final ServerCallStreamObserver<ClusterEvent> caller;
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
      for (List<ClusterEvent> page = read(); !page.isEmpty(); page = read()) {
        for (ClusterEvent event : page) {
          if (!awaitReady()) {
            return;
          }
          send(event);
        }
      }
    }
  }

  private List<ClusterEvent> read() {
    return history.clusterEvents(cluster, position, PAGE);
  }

  private synchronized void send(ClusterEvent event) {
    if (!over) {
      caller.onNext(event);
      position = event.getPosition();
    }
  }

  private synchronized boolean awaitNews() throws InterruptedException {
    if (!news && !over) {
      wait(POLL_MILLIS);
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

  /** There may be new events. */
  synchronized void wake() {
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
