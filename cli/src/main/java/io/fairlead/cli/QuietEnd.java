package io.fairlead.cli;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes from an endless stream what is there already: it ends when nothing came for a while. */
final class QuietEnd<T> implements StreamObserver<T> {
  /** The first one waits for a connection too. */
  private static final int FIRST_TIMES = 4;

  private sealed interface Signal<T> {
    record Item<T>(T value) implements Signal<T> {}

    record Failed<T>(Throwable failure) implements Signal<T> {}

    record Completed<T>() implements Signal<T> {}
  }

  private final BlockingQueue<Signal<T>> signals = new LinkedBlockingQueue<>();
  private final Duration quiet;

  QuietEnd(Duration quiet) {
    this.quiet = quiet;
  }

  @Override
  public void onNext(T value) {
    signals.add(new Signal.Item<>(value));
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(new Signal.Failed<>(failure));
  }

  @Override
  public void onCompleted() {
    signals.add(new Signal.Completed<>());
  }

  /**
   * @throws io.grpc.StatusRuntimeException when the stream failed
   */
  void forEach(Consumer<T> each) {
    Duration patience = quiet.multipliedBy(FIRST_TIMES);
    while (poll(patience) instanceof Signal<T> signal) {
      patience = quiet;
      switch (signal) {
        case Signal.Item<T>(T value) -> each.accept(value);
        case Signal.Failed<T>(Throwable failure) ->
            throw Status.fromThrowable(failure)
                .asRuntimeException(Status.trailersFromThrowable(failure));
        case Signal.Completed<T>() -> {
          return;
        }
      }
    }
  }

  private @Nullable Signal<T> poll(Duration patience) {
    try {
      return signals.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
