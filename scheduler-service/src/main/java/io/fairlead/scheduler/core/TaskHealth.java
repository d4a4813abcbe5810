package io.fairlead.scheduler.core;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the tasks of a service serve. Where an essential container of the task definition has a
 * health check, RUNNING alone is not enough.
 */
final class TaskHealth {
  private final ClusterState state;
  private final Duration grace;
  private final Instant now;

  /** By revision, as a service asks about each of its tasks many times. */
  private final Map<String, Boolean> checked = new HashMap<>();

  TaskHealth(ClusterState state, Service service, Instant now) {
    this.state = state;
    this.grace = Duration.ofSeconds(service.getHealthCheckGracePeriodSeconds());
    this.now = now;
  }

  static boolean running(TaskRecord task) {
    return task.getTask().getLastStatus().equals("RUNNING");
  }

  static boolean stopping(TaskRecord task) {
    return task.getTask().getDesiredStatus().equals("STOPPED");
  }

  /** Whether the task runs, is to run on, and is healthy as far as its definition asks. */
  boolean serves(TaskRecord task) {
    return running(task)
        && !stopping(task)
        && (task.getTask().getHealthStatus() == HealthStatus.HEALTH_STATUS_HEALTHY
            || !isChecked(task.getTask()));
  }

  /** Whether the task fails its health checks and its grace is over. */
  boolean fails(TaskRecord task) {
    return unhealthy(task) && !now.isBefore(graceEnd(task));
  }

  /** When the task's failing health checks begin to count; empty where they do already or never. */
  Optional<Instant> graceEndsAt(TaskRecord task) {
    return unhealthy(task) && now.isBefore(graceEnd(task))
        ? Optional.of(graceEnd(task))
        : Optional.empty();
  }

  /** Whether the task runs and its health checks fail, be it in its grace or later. */
  static boolean unhealthy(TaskRecord task) {
    return running(task)
        && task.getTask().getHealthStatus() == HealthStatus.HEALTH_STATUS_UNHEALTHY;
  }

  private Instant graceEnd(TaskRecord task) {
    return startedAt(task).plus(grace);
  }

  /**
   * When the task has proved, or will have proved, that it starts well; empty while it does not.
   */
  Optional<Instant> provenAt(TaskRecord task) {
    return serves(task) ? Optional.of(startedAt(task).plus(Backoff.TRIAL)) : Optional.empty();
  }

  /** Whether the task still has to prove itself. */
  boolean onTrial(TaskRecord task) {
    return provenAt(task).filter(at -> !at.isAfter(now)).isEmpty();
  }

  private static Instant startedAt(TaskRecord task) {
    return ProtoTime.instant(task.getTask().getStartedAt());
  }

  private boolean isChecked(Task task) {
    return checked.computeIfAbsent(task.getTaskDefinitionArn(), _ -> hasCheck(task));
  }

  private boolean hasCheck(Task task) {
    return state
        .definition(task.getTaskDefinitionArn())
        .map(record -> record.getDefinition().getContainerDefinitionsList())
        .orElseThrow(() -> new IllegalStateException("no definition of " + task.getTaskArn()))
        .stream()
        .anyMatch(container -> isEssential(container) && container.hasHealthCheck());
  }

  private static boolean isEssential(ContainerDefinition container) {
    return !container.hasEssential() || container.getEssential();
  }
}
