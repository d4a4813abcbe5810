package io.fairlead.agent.core;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.agent.ContainerObservation;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.ecs.TaskStopCode;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the scheduler is told of a task: always the whole of it. */
final class TaskReport {
  /** Of a pull that goes on for so long the scheduler hears, as it would take the task for lost. */
  private static final Duration LONG_PULL = Duration.ofSeconds(1);

  private TaskReport() {}

  /** The report; epoch and sequence are the sender's. */
  static Observation of(TaskSpec wanted, ObservedTask seen, Instant now) {
    Observation.Builder report =
        Observation.newBuilder()
            .setTaskArn(wanted.assignment().getTaskArn())
            .setContainerInstanceArn(wanted.assignment().getContainerInstanceArn())
            .setObservedAt(ProtoTime.of(now))
            .setStatus(status(wanted, seen));
    for (ContainerSpec spec : wanted.containers()) {
      report.addContainers(ContainerReport.of(spec, seen.container(spec.name()), seen.stop()));
    }
    StopCause stop = seen.stop();
    if (stop != null) {
      report.setStopCode(stop.code()).setStoppedReason(stop.reason());
    }
    setTimes(report, seen);
    return report.build();
  }

  /**
   * Whether the scheduler does not know it yet; that nothing has happened yet is no news, nor is
   * what changes by itself. Asked before each step, so it makes no report to find out.
   */
  static boolean isNews(TaskSpec wanted, ObservedTask seen, Instant now) {
    Observation known = seen.reported();
    if ((known == null || !known.hasPullStartedAt()) && pullsLong(seen, now)) {
      return true;
    }
    String statusKnown = known == null ? status(wanted, ObservedTask.NONE) : known.getStatus();
    if (!status(wanted, seen).equals(statusKnown) || !isKnown(seen.stop(), known)) {
      return true;
    }
    for (int i = 0; i < wanted.containers().size(); i++) {
      ContainerSpec spec = wanted.containers().get(i);
      ContainerObservation before =
          known != null && i < known.getContainersCount() ? known.getContainers(i) : null;
      if (ContainerReport.isNews(spec, seen.container(spec.name()), seen.stop(), before)) {
        return true;
      }
    }
    return false;
  }

  private static boolean pullsLong(ObservedTask seen, Instant now) {
    for (ObservedContainer container : seen.containers().values()) {
      Instant longAt = pullIsLongAt(container);
      if (longAt != null && !longAt.isAfter(now)) {
        return true;
      }
    }
    return false;
  }

  /** When a pull that goes on counts as long; null where none goes on. */
  static @Nullable Instant pullIsLongAt(ObservedContainer container) {
    Instant startedAt = container.pullStartedAt();
    return container.phase() == Phase.PULLING && startedAt != null
        ? startedAt.plus(LONG_PULL)
        : null;
  }

  private static boolean isKnown(@Nullable StopCause stop, @Nullable Observation known) {
    TaskStopCode code = stop == null ? TaskStopCode.TASK_STOP_CODE_UNSPECIFIED : stop.code();
    String reason = stop == null ? "" : stop.reason();
    return known == null
        ? stop == null
        : known.getStopCode() == code && known.getStoppedReason().equals(reason);
  }

  /** When the last life of a stopped task ended. */
  static Instant stoppedAt(ObservedTask seen, StopCause stop) {
    Instant ended = last(seen, ObservedContainer::finishedAt);
    return ended == null || ended.isBefore(stop.at()) ? stop.at() : ended;
  }

  private static String status(TaskSpec wanted, ObservedTask seen) {
    if (seen.stop() != null) {
      return wanted.containers().stream()
              .allMatch(spec -> StoppingStep.isStopped(seen.container(spec.name())))
          ? "STOPPED"
          : "STOPPING";
    }
    return wanted.containers().stream()
            .map(spec -> seen.container(spec.name()))
            .allMatch(container -> container.hasStarted() || container.ended())
        ? "RUNNING"
        : "PENDING";
  }

  private static void setTimes(Observation.Builder report, ObservedTask seen) {
    Instant pullStartedAt = first(seen, ObservedContainer::pullStartedAt);
    if (pullStartedAt != null) {
      report.setPullStartedAt(ProtoTime.of(pullStartedAt));
    }
    Instant pullStoppedAt = last(seen, ObservedContainer::pullStoppedAt);
    if (pullStoppedAt != null) {
      report.setPullStoppedAt(ProtoTime.of(pullStoppedAt));
    }
    Instant startedAt = last(seen, ObservedContainer::startedAt);
    if (startedAt != null && !report.getStatus().equals("PENDING")) {
      report.setStartedAt(ProtoTime.of(startedAt));
    }
    StopCause stop = seen.stop();
    if (stop != null) {
      report.setExecutionStoppedAt(ProtoTime.of(stop.at()));
    }
    if (stop != null && report.getStatus().equals("STOPPED")) {
      report.setStoppedAt(ProtoTime.of(stoppedAt(seen, stop)));
    }
  }

  private static @Nullable Instant first(
      ObservedTask seen, Function<ObservedContainer, @Nullable Instant> time) {
    return pick(seen, time, Instant::isBefore);
  }

  private static @Nullable Instant last(
      ObservedTask seen, Function<ObservedContainer, @Nullable Instant> time) {
    return pick(seen, time, Instant::isAfter);
  }

  private static @Nullable Instant pick(
      ObservedTask seen,
      Function<ObservedContainer, @Nullable Instant> time,
      BiPredicate<Instant, Instant> better) {
    Instant best = null;
    for (ObservedContainer container : seen.containers().values()) {
      Instant at = time.apply(container);
      if (at != null && (best == null || better.test(at, best))) {
        best = at;
      }
    }
    return best;
  }
}
