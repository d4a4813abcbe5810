package io.fairlead.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.agent.ContainerObservation;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.NetworkBinding;
import io.fairlead.proto.ecs.TaskStopCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContainerReportTest {
  private static final ContainerSpec SPEC =
      new ContainerSpec("a", "image", true, List.of(), null, Duration.ZERO, null);
  private static final List<@Nullable StopCause> STOPS = new ArrayList<>();

  static {
    STOPS.add(null);
    STOPS.add(new StopCause(TaskStopCode.TASK_STOP_CODE_USER_INITIATED, "asked to", Instant.EPOCH));
  }

  /** Every phase with each value of all else that a report has. */
  private static List<ObservedContainer> containers() {
    List<ObservedContainer> all = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      for (int bits = 0; bits < 1 << 9; bits++) {
        boolean ended = phase == Phase.EXITED;
        all.add(
            new ObservedContainer(
                phase,
                has(bits, 0) ? "id" : null,
                has(bits, 1) ? "sha256:1" : "",
                has(bits, 2) && ended ? Integer.valueOf(0) : null,
                has(bits, 3) && ended,
                has(bits, 4)
                    ? HealthStatus.HEALTH_STATUS_HEALTHY
                    : HealthStatus.HEALTH_STATUS_UNSPECIFIED,
                null,
                null,
                has(bits, 5) ? Instant.EPOCH : null,
                null,
                has(bits, 6)
                    ? List.of(NetworkBinding.newBuilder().setHostPort(1).build())
                    : List.of(),
                has(bits, 7) ? new Failure(Failure.Kind.values()[0], "it failed") : null,
                null,
                false,
                has(bits, 8) ? 1 : 0));
      }
    }
    return all;
  }

  private static boolean has(int bits, int bit) {
    return (bits >> bit & 1) == 1;
  }

  @Test
  void newsIsWhatMakesAnotherReport() {
    List<ContainerObservation> known = new ArrayList<>();
    known.add(null);
    containers().stream()
        .flatMap(seen -> STOPS.stream().map(stop -> ContainerReport.of(SPEC, seen, stop)))
        .distinct()
        .forEach(known::add);
    assertThat(known).hasSizeGreaterThan(100);
    for (ObservedContainer seen : containers()) {
      for (StopCause stop : STOPS) {
        ContainerObservation report = essence(ContainerReport.of(SPEC, seen, stop));
        for (ContainerObservation before : known) {
          if (ContainerReport.isNews(SPEC, seen, stop, before)
              == report.equals(essence(before == null ? untold() : before))) {
            throw new AssertionError(seen + " stop=" + stop + " after " + before);
          }
        }
      }
    }
  }

  private static ContainerObservation untold() {
    return ContainerReport.of(SPEC, ObservedContainer.ABSENT, null);
  }

  /** Which id and digest a container has that comes up is told with the next news. */
  private static ContainerObservation essence(ContainerObservation report) {
    return report.getStatus().equals("PENDING")
        ? report.toBuilder().clearRuntimeId().clearImageDigest().build()
        : report;
  }
}
