package io.fairlead.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Calls again while the control plane is away, as whoever operates a cluster would.
 *
 * @param patience how long at most
 */
record Persistent(Duration patience) {
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final Set<Status.Code> AWAY =
      Set.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.CANCELLED,
          Status.Code.INTERNAL);

  <T> T call(Supplier<T> call) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (StatusRuntimeException e) {
        if (!AWAY.contains(e.getStatus().getCode()) || System.nanoTime() > deadline) {
          throw e;
        }
      }
      Polling.pause(PAUSE);
    }
  }
}
