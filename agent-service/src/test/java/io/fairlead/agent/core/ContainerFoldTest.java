package io.fairlead.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecs.HealthStatus;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every change against a container in every phase: what must hold whatever comes when. */
class ContainerFoldTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Failure FAILURE = new Failure(Failure.Kind.START, "no");

  private static final List<ContainerChange> CHANGES =
      List.of(
          new ContainerChange.Pulled("sha256:2", NOW),
          new ContainerChange.Created("other"),
          new ContainerChange.Started(NOW, List.of()),
          new ContainerChange.Exited(1, true, NOW),
          new ContainerChange.HealthChanged(HealthStatus.HEALTH_STATUS_HEALTHY),
          new ContainerChange.Removed(),
          new ContainerChange.Failed(FAILURE, NOW),
          new ContainerChange.Deferred("away", NOW));

  static Stream<Arguments> everything() {
    return Stream.of(Phase.values())
        .flatMap(phase -> CHANGES.stream().map(change -> Arguments.of(phase, change)));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void neverGoesBackToLife(Phase phase, ContainerChange change) {
    ObservedContainer after = in(phase).after(change);
    if (phase == Phase.EXITED || phase == Phase.REMOVED) {
      assertThat(after.phase().alive()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("everything")
  void keepsItsIdAndItsFirstExit(Phase phase, ContainerChange change) {
    ObservedContainer before = in(phase);
    ObservedContainer after = before.after(change);
    if (before.runtimeId() != null) {
      assertThat(after.runtimeId()).isEqualTo(before.runtimeId());
    }
    if (before.exitCode() != null) {
      assertThat(after.exitCode()).isEqualTo(before.exitCode());
    }
  }

  @ParameterizedTest
  @MethodSource("everything")
  void comingTwiceChangesNothingMore(Phase phase, ContainerChange change) {
    ObservedContainer once = in(phase).after(change);
    assertThat(once.after(change)).isEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("everything")
  void whatFailsIsNoLongerBusy(Phase phase, ContainerChange change) {
    if (change instanceof ContainerChange.Failed || change instanceof ContainerChange.Deferred) {
      assertThat(in(phase).after(change).phase().busy()).isFalse();
    }
  }

  static Stream<Arguments> pairs() {
    List<Phase> seen = List.of(Phase.CREATED, Phase.RUNNING, Phase.EXITED, Phase.REMOVED);
    return Stream.of(Phase.values())
        .flatMap(phase -> seen.stream().map(found -> Arguments.of(phase, found)));
  }

  /** The look may have been taken before the start whose outcome is known already. */
  @ParameterizedTest
  @MethodSource("pairs")
  void isNotSetBackByAnOldLook(Phase phase, Phase found) {
    ObservedContainer before = in(phase);
    ObservedContainer after = before.after(new ContainerChange.Found(in(found)));
    if (phase.busy() || found.compareTo(phase) < 0) {
      assertThat(after).isEqualTo(before);
    } else {
      assertThat(after.phase()).isEqualTo(found);
    }
  }

  private static ObservedContainer in(Phase phase) {
    boolean exists = phase.compareTo(Phase.CREATED) >= 0;
    boolean started = phase.compareTo(Phase.RUNNING) >= 0;
    boolean exited = phase.compareTo(Phase.EXITED) >= 0;
    ContainerDraft draft = new ContainerDraft(ObservedContainer.ABSENT);
    draft.phase = phase;
    draft.runtimeId = exists ? "id" : null;
    draft.startedAt = started ? NOW.minusSeconds(9) : null;
    draft.finishedAt = exited ? NOW.minusSeconds(1) : null;
    draft.exitCode = exited ? 5 : null;
    return draft.container();
  }
}
