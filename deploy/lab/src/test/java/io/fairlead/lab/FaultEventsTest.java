package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.lab.faults.Fault;
import io.fairlead.lab.faults.Injection;
import io.fairlead.proto.events.FaultStateChange;
import io.grpc.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FaultEventsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Injection LOSS =
      new Injection(7, Fault.LOSS, "i1", "30", NOW, Optional.empty());

  private final List<String> recorded = new CopyOnWriteArrayList<>();
  private final List<Status> trouble = new CopyOnWriteArrayList<>();

  private void record(FaultStateChange change) {
    if (!trouble.isEmpty()) {
      throw trouble.removeFirst().asRuntimeException();
    }
    recorded.add(
        "%s %d %s %s %s"
            .formatted(
                change.getEventName(),
                change.getNumber(),
                change.getFault(),
                change.getTarget(),
                change.getValue()));
  }

  @Test
  void recordsBeginAndEndInOrderThoughTheControlPlaneWasAway() throws Exception {
    trouble.add(Status.UNAVAILABLE);
    try (FaultEvents events = new FaultEvents(this::record)) {
      events.begun(LOSS);
      events.ended(LOSS, NOW.plusSeconds(1));

      await().until(() -> recorded.size() == 2);
    }
    assertThat(recorded).containsExactly("FAULT_BEGUN 7 loss i1 30", "FAULT_ENDED 7 loss i1 30");
  }

  @Test
  void whatIsRefusedIsLeftOut() throws Exception {
    trouble.add(Status.NOT_FOUND);
    try (FaultEvents events = new FaultEvents(this::record)) {
      events.begun(LOSS);
      events.ended(LOSS, NOW.plusSeconds(1));

      await().until(() -> recorded.size() == 1);
    }
    assertThat(recorded).containsExactly("FAULT_ENDED 7 loss i1 30");
  }

  @Test
  void whatIsBeingRecordedAtTheEndIsWaitedFor() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    FaultEvents events =
        new FaultEvents(
            change -> {
              asked.countDown();
              try {
                answered.await();
                record(change);
              } catch (InterruptedException lost) {
                Thread.currentThread().interrupt();
              }
            });
    events.begun(LOSS);
    asked.await();

    Thread closing = Thread.ofVirtual().start(() -> close(events));
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    answered.countDown();
    closing.join();

    assertThat(recorded).containsExactly("FAULT_BEGUN 7 loss i1 30");
  }

  private static void close(FaultEvents events) {
    try {
      events.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void doesNotWaitForEverAtTheEnd() throws Exception {
    FaultEvents events =
        new FaultEvents(
            _ -> {
              throw Status.UNAVAILABLE.asRuntimeException();
            });
    events.begun(LOSS);

    events.close();

    assertThat(recorded).isEmpty();
  }
}
