package io.fairlead.agent.core;

import io.fairlead.proto.agent.ContainerObservation;
import org.jspecify.annotations.Nullable;

/** What the scheduler is told of one container. */
final class ContainerReport {
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
    if (status.equals("STOPPED")) {
      setEnd(report, container);
    }
    return report.build();
  }

  /** Whether a report tells more than an earlier one; of what comes up only that it does. */
  static boolean isNews(ContainerObservation report, ContainerObservation known) {
    return !essence(report).equals(essence(known));
  }

  private static ContainerObservation essence(ContainerObservation report) {
    boolean told = !report.getRuntimeId().isEmpty() || !report.getImageDigest().isEmpty();
    return report.getStatus().equals("PENDING") && told
        ? report.toBuilder().clearRuntimeId().clearImageDigest().build()
        : report;
  }

  private static void setEnd(ContainerObservation.Builder report, ObservedContainer container) {
    Integer exitCode = container.exitCode();
    if (exitCode != null) {
      report.setExitCode(exitCode);
    }
    if (container.failure() != null) {
      report.setReason(container.failure().reason());
    } else if (container.outOfMemory()) {
      report.setReason(OUT_OF_MEMORY);
    }
  }

  /** A container that is about to be started again counts as running: it does not go backwards. */
  private static String status(ContainerSpec spec, ObservedContainer container, boolean stopping) {
    if (stopping && StoppingStep.isStopped(container)) {
      return "STOPPED";
    }
    if (container.ended() && !(spec.restarts(container) && !stopping)) {
      return "STOPPED";
    }
    return container.hasStarted() ? "RUNNING" : "PENDING";
  }
}
