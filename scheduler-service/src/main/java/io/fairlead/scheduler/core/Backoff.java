package io.fairlead.scheduler.core;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.DeploymentProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;

/**
 * Keeps a deployment whose tasks fail at their start from trying in a tight loop. Tasks that were
 * started together and fail together are one wave; from the third wave in a row on, each is
 * followed by a pause that doubles, and then by one task alone, until one proves itself. ECS
 * documents the longest pause and that a new deployment starts afresh; the rest is this project's
 * choice.
 */
final class Backoff {
  /** How long a task must run before it counts as started well. */
  static final Duration TRIAL = Duration.ofSeconds(10);

  static final Duration LONGEST = Duration.ofMinutes(15);
  private static final int FREE_WAVES = 2;
  private static final int DOUBLINGS = 10;

  /** What a container that ended by signal 9 exits with. */
  private static final int KILLED = 128 + 9;

  private Backoff() {}

  /** The pause after so many waves of failures in a row. */
  static Duration delay(int waves) {
    if (waves <= FREE_WAVES) {
      return Duration.ZERO;
    }
    int doublings = Math.min(waves - FREE_WAVES - 1, DOUBLINGS);
    Duration delay = Duration.ofSeconds(1L << doublings);
    return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
  }

  /**
   * Counts a task that has stopped by itself, as a success or a failure; others do not count. One
   * that fails its health checks was counted when it was told to stop, and proves nothing however
   * long it ran: its times are the agent's, whose clock may be ahead.
   */
  static DeploymentProgress ended(DeploymentProgress progress, Task task, Instant now) {
    if (task.getHealthStatus() == HealthStatus.HEALTH_STATUS_UNHEALTHY) {
      return progress;
    }
    if (ranLongEnough(task)) {
      return proven(progress, ProtoTime.instant(task.getStartedAt()).plus(TRIAL));
    }
    if (killedFromOutside(task)) {
      return progress;
    }
    return switch (task.getStopCode()) {
      case TASK_STOP_CODE_TASK_FAILED_TO_START, TASK_STOP_CODE_ESSENTIAL_CONTAINER_EXITED ->
          failed(progress, ProtoTime.instant(task.getCreatedAt()), now);
      case TASK_STOP_CODE_UNSPECIFIED,
          TASK_STOP_CODE_USER_INITIATED,
          TASK_STOP_CODE_SERVICE_SCHEDULER_INITIATED,
          TASK_STOP_CODE_SPOT_INTERRUPTION,
          TASK_STOP_CODE_TERMINATION_NOTICE,
          UNRECOGNIZED ->
          progress;
    };
  }

  /**
   * Whether it ran and somebody then killed a container of it: not the memory limit, which reports
   * a reason. ECS holds no service back for what ends after RUNNING, and this end is not even the
   * task's own doing.
   */
  private static boolean killedFromOutside(Task task) {
    return task.hasStartedAt()
        && task.getContainersList().stream()
            .anyMatch(it -> it.getExitCode() == KILLED && it.getReason().isEmpty());
  }

  private static boolean ranLongEnough(Task task) {
    Instant end =
        ProtoTime.instant(
            task.hasExecutionStoppedAt() ? task.getExecutionStoppedAt() : task.getStoppedAt());
    return task.hasStartedAt() && !end.isBefore(ProtoTime.instant(task.getStartedAt()).plus(TRIAL));
  }

  /** Counts a failed task that was made at {@code created}. */
  static DeploymentProgress failed(DeploymentProgress progress, Instant created, Instant now) {
    DeploymentProgress.Builder next =
        progress.toBuilder()
            .setConsecutiveFailures(progress.getConsecutiveFailures() + 1)
            .setLastFailureAt(ProtoTime.of(now));
    if (progress.hasWaveAt() && created.isBefore(ProtoTime.instant(progress.getWaveAt()))) {
      return next.build();
    }
    int waves = progress.getFailedWaves() + 1;
    next.setFailedWaves(waves).setWaveAt(ProtoTime.of(now));
    if (waves > FREE_WAVES) {
      next.setRetryAt(ProtoTime.of(now.plus(delay(waves))));
    }
    return next.build();
  }

  /** Ends the row of failures, if the task that proved itself did so after the last of them. */
  static DeploymentProgress proven(DeploymentProgress progress, Instant provenAt) {
    if (!progress.hasLastFailureAt()
        || !provenAt.isAfter(ProtoTime.instant(progress.getLastFailureAt()))) {
      return progress;
    }
    return forgiven(progress);
  }

  /** As if nothing had failed. */
  static DeploymentProgress forgiven(DeploymentProgress progress) {
    return DeploymentProgress.newBuilder()
        .setDeploymentId(progress.getDeploymentId())
        .addAllImages(progress.getImagesList())
        .build();
  }

  /** Takes away a pause that is over. */
  static DeploymentProgress resumed(DeploymentProgress progress, Instant now) {
    return progress.hasRetryAt() && !ProtoTime.instant(progress.getRetryAt()).isAfter(now)
        ? progress.toBuilder().clearRetryAt().build()
        : progress;
  }

  /** Whether the failures have become a pattern. */
  static boolean impaired(DeploymentProgress progress) {
    return progress.getFailedWaves() > FREE_WAVES;
  }

  /**
   * How many tasks may be started now.
   *
   * @param onTrial counts the tasks that have been started and have not proved themselves; asked
   *     only where it matters
   */
  static int allowance(DeploymentProgress progress, IntSupplier onTrial) {
    if (progress.hasRetryAt()) {
      return 0;
    }
    return impaired(progress) ? Math.max(0, 1 - onTrial.getAsInt()) : Integer.MAX_VALUE;
  }
}
