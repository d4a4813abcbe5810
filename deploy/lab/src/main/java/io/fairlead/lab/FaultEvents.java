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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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
  private final BlockingQueue<FaultStateChange> waiting = new LinkedBlockingQueue<>();
  private final Thread thread = Thread.ofVirtual().name("fault-events").unstarted(this::run);
  private volatile boolean closing;

  private FaultEvents(Consumer<FaultStateChange> recording) {
    this.recording = recording;
  }

  /**
   * @param recording puts one among the events; fails as calls do
   */
  static FaultEvents start(Consumer<FaultStateChange> recording) {
    FaultEvents events = new FaultEvents(recording);
    events.thread.start();
    return events;
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
    waiting.add(
        FaultStateChange.newBuilder()
            .setEventName(name)
            .setNumber(injection.number())
            .setFault(injection.fault().word())
            .setTarget(injection.subject())
            .setValue(injection.value())
            .setOccurredAt(ProtoTime.of(at))
            .build());
  }

  private void run() {
    try {
      while (!closing || !waiting.isEmpty()) {
        record(waiting.take());
      }
    } catch (InterruptedException e) {
      if (!waiting.isEmpty()) {
        LOG.warn("events of faults are lost count={}", waiting.size());
      }
    }
  }

  private void record(FaultStateChange change) throws InterruptedException {
    while (true) {
      try {
        recording.accept(change);
        return;
      } catch (StatusRuntimeException e) {
        if (REFUSED.contains(e.getStatus().getCode())) {
          LOG.warn("a fault is not among the events cause={}", e.getStatus());
          return;
        }
        LOG.debug("a fault waits to be recorded cause={}", e.getStatus());
      }
      Thread.sleep(PAUSE);
    }
  }

  /** Gives what waits a little time. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    if (waiting.isEmpty() || !thread.join(PATIENCE_AT_THE_END)) {
      thread.interrupt();
      thread.join();
    }
  }
}
