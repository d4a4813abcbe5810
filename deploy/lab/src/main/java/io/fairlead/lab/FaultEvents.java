package io.fairlead.lab;

import io.fairlead.lab.faults.Chronicle;
import io.fairlead.lab.faults.Injection;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.events.FaultStateChange;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts faults among the events of the lab's cluster. While the control plane is away, as when that
 * is the fault, they wait; what was recorded and not acknowledged is recorded again.
 */
final class FaultEvents implements Chronicle, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FaultEvents.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(2);

  /** What no repetition mends. */
  private static final Set<Status.Code> REFUSED =
      EnumSet.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.PERMISSION_DENIED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.UNIMPLEMENTED);

  private final Consumer<FaultStateChange> recording;
  private final ExecutorService inOrder =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("fault-events").factory());

  /**
   * @param recording puts one among the events; fails as calls do
   */
  FaultEvents(Consumer<FaultStateChange> recording) {
    this.recording = recording;
  }

  @Override
  public void begun(Injection injection) {
    add("FAULT_BEGUN", injection, injection.begun());
  }

  @Override
  public void ended(Injection injection, Instant at) {
    add("FAULT_ENDED", injection, at);
  }

  private void add(String name, Injection injection, Instant at) {
    FaultStateChange change =
        FaultStateChange.newBuilder()
            .setEventName(name)
            .setNumber(injection.number())
            .setFault(injection.fault().word())
            .setTarget(injection.subject())
            .setValue(injection.value())
            .setOccurredAt(ProtoTime.of(at))
            .build();
    inOrder.execute(() -> record(change));
  }

  private void record(FaultStateChange change) {
    while (!recorded(change)) {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        return; // closing, which says that it is lost
      }
    }
  }

  /** False where another try may mend it. */
  private boolean recorded(FaultStateChange change) {
    try {
      recording.accept(change);
      return true;
    } catch (StatusRuntimeException e) {
      if (REFUSED.contains(e.getStatus().getCode())) {
        LOG.warn("a fault is not among the events cause={}", e.getStatus());
        return true;
      }
      LOG.debug("a fault waits to be recorded cause={}", e.getStatus());
      return false;
    }
  }

  /** Gives what waits, and what is being recorded, a little time. */
  @Override
  public void close() throws InterruptedException {
    inOrder.shutdown();
    if (!inOrder.awaitTermination(PATIENCE_AT_THE_END.toMillis(), TimeUnit.MILLISECONDS)) {
      int lost = 1 + inOrder.shutdownNow().size();
      LOG.warn("events of faults are lost count={}", lost);
    }
  }
}
