package io.fairlead.bench;

import io.fairlead.proto.api.WatchEventsRequest;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.events.ClusterEvent;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The cluster's event stream, of which the tasks are handed on; its end ends the benchmark. */
final class TaskEvents implements ClientResponseObserver<WatchEventsRequest, ClusterEvent> {
  /** So many are asked for at a time, as asking costs more than an event. */
  private static final int WINDOW = 64;

  private final Consumer<Task> changes;
  private final BooleanSupplier closed;
  private @Nullable ClientCallStreamObserver<WatchEventsRequest> stream;
  private int taken;

  /**
   * @param closed whether the end is meant
   */
  TaskEvents(Consumer<Task> changes, BooleanSupplier closed) {
    this.changes = changes;
    this.closed = closed;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<WatchEventsRequest> begun) {
    begun.disableAutoRequestWithInitial(WINDOW);
    stream = begun;
  }

  @Override
  public void onNext(ClusterEvent event) {
    if (++taken == WINDOW / 2 && stream != null) {
      stream.request(taken);
      taken = 0;
    }
    if (event.hasTask()) {
      changes.accept(event.getTask());
    }
  }

  @Override
  public void onError(Throwable failure) {
    if (!closed.getAsBoolean()) {
      System.err.println("the event stream has ended: " + failure.getMessage());
      System.exit(2);
    }
  }

  @Override
  public void onCompleted() {}
}
