package io.fairlead.cli;

import com.google.protobuf.Timestamp;
import io.fairlead.proto.api.ClusterInsightGrpc;
import io.fairlead.proto.api.WatchEventsRequest;
import io.fairlead.proto.events.ClusterEvent;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.function.Consumer;

/** Follows a cluster's events, and goes on where it was after the control plane was away. */
final class EventTail implements AutoCloseable {
  private static final int PAUSE_MILLIS = 200;

  private final Client client;
  private final Instant from;
  private final Consumer<ClusterEvent> consumer;
  private final Context.CancellableContext call = Context.ROOT.withCancellation();
  private final Thread thread;
  private long position = -1;

  private EventTail(Client client, Instant from, Consumer<ClusterEvent> consumer) {
    this.client = client;
    this.from = from;
    this.consumer = consumer;
    this.thread = Thread.ofPlatform().daemon().name("events").unstarted(call.wrap(this::run));
  }

  /** Hands each event from that moment on to the consumer, in order, on a thread of its own. */
  static EventTail follow(Client client, Instant from, Consumer<ClusterEvent> consumer) {
    EventTail tail = new EventTail(client, from, consumer);
    tail.thread.start();
    return tail;
  }

  private void run() {
    while (!call.isCancelled()) {
      try {
        ClusterInsightGrpc.newBlockingStub(client.channel())
            .watchEvents(request())
            .forEachRemaining(this::take);
      } catch (StatusRuntimeException away) {
        // As where the stream has ended: it is asked for again.
      }
      pause();
    }
  }

  private WatchEventsRequest request() {
    WatchEventsRequest.Builder request =
        WatchEventsRequest.newBuilder().setCluster(client.cluster());
    return position >= 0
        ? request.setAfterPosition(position).build()
        : request.setSince(Timestamp.newBuilder().setSeconds(from.getEpochSecond())).build();
  }

  private void take(ClusterEvent event) {
    position = event.getPosition();
    consumer.accept(event);
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      call.cancel(e);
    }
  }

  @Override
  public void close() {
    call.cancel(null);
    thread.interrupt();
  }
}
