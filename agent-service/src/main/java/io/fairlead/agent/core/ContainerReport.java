package io.fairlead.agent.core;

import io.fairlead.proto.agent.ContainerObservation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the scheduler is told of one container. */
final class ContainerReport {
  private static final String PENDING = "PENDING";
  private static final String RUNNING = "RUNNING";
  private static final String STOPPED = "STOPPED";

  /** What the scheduler takes a container for of which it was told nothing. */
  private static final ContainerObservation UNTOLD =
      ContainerObservation.newBuilder().setStatus(PENDING).build();

  private static final String OUT_OF_MEMORY =
      "OutOfMemoryError: Container killed due to memory usage";

  private ContainerReport() {}

  static ContainerObservation of(
      ContainerSpec spec, ObservedContainer container, @Nullable StopCause stop) {
    String status = status(spec, container, stop != null);
    ContainerObservation.Builder report =
        ContainerObservation.newBuilder()
            .setName(spec.name())
            .setStatus(status)
            .setImage(spec.image())
            .setImageDigest(container.imageDigest())
            .setHealth(container.health())
            .addAllNetworkBindings(container.bindings())
            .setRestartCount(container.restartCount());
    if (container.runtimeId() != null) {
      report.setRuntimeId(container.runtimeId());
    }
    if (status.equals(STOPPED)) {
      setEnd(report, container);
    }
    return report.build();
  }

  /**
   * Whether a report would tell more than an earlier one; of what comes up only that it does. Asked
   * before each step, so it makes no report to find out.
   *
   * @param known null where nothing was told yet
   */
  static boolean isNews(
      ContainerSpec spec,
      ObservedContainer container,
      @Nullable StopCause stop,
      @Nullable ContainerObservation known) {
    ContainerObservation before = known == null ? UNTOLD : known;
    String status = status(spec, container, stop != null);
    if (!status.equals(before.getStatus())
        || container.health() != before.getHealth()
        || container.restartCount() != before.getRestartCount()
        || !container.bindings().equals(before.getNetworkBindingsList())) {
      return true;
    }
    return switch (status) {
      case PENDING -> false;
      case STOPPED -> isOther(container, before) || isOtherEnd(container, before);
      default -> isOther(container, before);
    };
  }

  private static boolean isOther(ObservedContainer container, ContainerObservation known) {
    String runtimeId = container.runtimeId() == null ? "" : container.runtimeId();
    return !runtimeId.equals(known.getRuntimeId())
        || !container.imageDigest().equals(known.getImageDigest());
  }

  private static boolean isOtherEnd(ObservedContainer container, ContainerObservation known) {
    Integer exitCode = known.hasExitCode() ? Integer.valueOf(known.getExitCode()) : null;
    return !Objects.equals(container.exitCode(), exitCode)
        || !reason(container).equals(known.getReason());
  }

  private static void setEnd(ContainerObservation.Builder report, ObservedContainer container) {
    Integer exitCode = container.exitCode();
    if (exitCode != null) {
      report.setExitCode(exitCode);
    }
    report.setReason(reason(container));
  }

  private static String reason(ObservedContainer container) {
    if (container.failure() != null) {
      return container.failure().reason();
    }
    return container.outOfMemory() ? OUT_OF_MEMORY : "";
  }

  /** A container that is about to be started again counts as running: it does not go backwards. */
  private static String status(ContainerSpec spec, ObservedContainer container, boolean stopping) {
    if (stopping && StoppingStep.isStopped(container)) {
      return STOPPED;
    }
    if (container.ended() && !(spec.restarts(container) && !stopping)) {
      return STOPPED;
    }
    return container.hasStarted() ? RUNNING : PENDING;
  }
}
