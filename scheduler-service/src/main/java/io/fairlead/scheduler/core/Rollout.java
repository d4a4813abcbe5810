package io.fairlead.scheduler.core;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.Deployment;
import io.fairlead.proto.state.DeploymentProgress;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.placement.Obstacle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One step towards the tasks that a service wants. Whatever the reason for an exchange (a new
 * deployment, failing health checks, a draining instance) it obeys the same two limits: no task is
 * started above the maximum, and none that serves is stopped below the minimum. A replacement is
 * started first where the maximum and the instances leave room; only otherwise does the old task go
 * first.
 */
final class Rollout {
  static final String UNHEALTHY = "Task failed container health checks";

  /** Obstacles that may vanish when a task of the same service stops. */
  private static final Set<Obstacle> YIELDING =
      EnumSet.of(
          Obstacle.CPU, Obstacle.MEMORY, Obstacle.GPU, Obstacle.PORTS, Obstacle.DISTINCT_INSTANCE);

  private final Draft draft;
  private final ServiceTasks actions;
  private final ServiceRecord service;
  private final Deployment primary;
  private final Reach reach;
  private final TaskHealth health;
  private final Roster roster;
  private final DeploymentImages images;
  private final DeploymentLimits limits;
  private final List<TaskRecord> started = new ArrayList<>();
  private final List<TaskRecord> stopped = new ArrayList<>();
  private DeploymentProgress progress;
  private int wanted;
  private Optional<TaskFactory.Outcome.Unplaced> unplaced = Optional.empty();

  Rollout(
      Draft draft,
      ServiceTasks actions,
      ServiceRecord service,
      Reach reach,
      TaskHealth health,
      Roster roster,
      DeploymentProgress progress,
      DeploymentImages images) {
    this.draft = draft;
    this.actions = actions;
    this.service = service;
    this.primary = Reach.primary(service);
    this.reach = reach;
    this.health = health;
    this.roster = roster;
    this.progress = progress;
    this.images = images;
    this.limits =
        DeploymentLimits.of(reach.desired(), service.getService().getDeploymentConfiguration());
  }

  void step() {
    stopSurplus();
    stopReplaced();
    int missing = reach.desired() - roster.incoming().size();
    int allowed =
        Math.min(
            Backoff.allowance(progress, this::onTrial), images.allowance(roster.incoming().size()));
    wanted = Math.min(Math.max(0, missing), allowed);
    start();
    makeRoom();
  }

  private int onTrial() {
    return (int) roster.incoming().tasks().filter(health::onTrial).count();
  }

  private void stopSurplus() {
    int surplus = roster.incoming().size() - reach.desired();
    Surplus.of(roster.incoming(), surplus, draft.state(), health)
        .forEach(task -> stop(task, roster.incoming()));
  }

  /** Outgoing tasks that run stay as long as they stand in for one that does not serve yet. */
  private void stopReplaced() {
    Lot outgoing = roster.outgoing();
    int standIns = Math.max(0, reach.desired() - roster.incoming().serving());
    int replaced = outgoing.running() - standIns;
    if (outgoing.running() == outgoing.size() && (replaced <= 0 || !mayStopAny())) {
      return;
    }
    for (TaskRecord task : Victims.outgoing(roster, health)) {
      if (!TaskHealth.running(task)) {
        stop(task, outgoing);
      } else if (replaced > 0 && mayStop(task)) {
        stop(task, outgoing);
        replaced--;
      }
    }
  }

  private boolean mayStop(TaskRecord task) {
    return !health.serves(task) || roster.serving() > limits.min();
  }

  private boolean mayStopAny() {
    return !roster.outgoing().allServe() || roster.serving() > limits.min();
  }

  private void start() {
    switch (reach) {
      case Reach.Replicas _ -> startReplicas();
      case Reach.Daemon daemon -> startDaemons(daemon);
    }
  }

  private void startReplicas() {
    while (started.size() < wanted && hasRoom() && unplaced.isEmpty()) {
      note(actions.start(service, primary));
    }
  }

  private void startDaemons(Reach.Daemon daemon) {
    int most = (service.getService().getDeploymentConfiguration().getMaximumPercent() + 99) / 100;
    Map<String, Integer> present = new HashMap<>();
    Stream.of(roster.incoming(), roster.outgoing(), roster.stopping())
        .flatMap(Lot::tasks)
        .forEach(task -> present.merge(task.getTask().getContainerInstanceArn(), 1, Integer::sum));
    Set<String> served = new HashSet<>();
    roster.incoming().tasks().forEach(task -> served.add(task.getTask().getContainerInstanceArn()));
    for (InstanceState instance : draft.state().instances()) {
      String arn = instance.arn();
      if (daemon.keeps(arn)
          && !served.contains(arn)
          && present.getOrDefault(arn, 0) < most
          && started.size() < wanted
          && hasRoom()) {
        note(actions.startOn(service, primary, instance));
      }
    }
  }

  private boolean hasRoom() {
    return roster.occupying() < limits.max();
  }

  private void note(TaskFactory.Outcome outcome) {
    switch (outcome) {
      case TaskFactory.Outcome.Made(TaskRecord task) -> {
        started.add(task);
        roster.incoming().add(task);
      }
      case TaskFactory.Outcome.Unplaced refused -> unplaced = Optional.of(refused);
    }
  }

  /** Old tasks go first where new ones find no room, as many as the minimum allows. */
  private void makeRoom() {
    int blocked = wanted - started.size() - roster.stopping().size();
    boolean helps =
        unplaced.isEmpty()
            || unplaced.get().refusals().keySet().stream().anyMatch(YIELDING::contains);
    if (blocked <= 0 || !helps || !mayStopAny()) {
      return;
    }
    for (TaskRecord task : Victims.outgoing(roster, health)) {
      boolean heard = reach.hears(task.getTask().getContainerInstanceArn());
      if (blocked > 0 && heard && mayStop(task)) {
        stop(task, roster.outgoing());
        blocked--;
      }
    }
  }

  private void stop(TaskRecord task, Lot from) {
    if (isUnhealthyPrimary(task)) {
      progress =
          Backoff.failed(progress, ProtoTime.instant(task.getTask().getCreatedAt()), draft.now());
    }
    actions.stop(task, health.fails(task) ? UNHEALTHY : scaling(primary.getId()));
    roster.stop(task, from);
    stopped.add(task);
  }

  private boolean isUnhealthyPrimary(TaskRecord task) {
    return health.fails(task) && task.getDeploymentId().equals(primary.getId());
  }

  /** Why ECS says that it stopped a task that the service no longer wants. */
  static String scaling(String deployment) {
    return "Scaling activity initiated by (deployment " + deployment + ")";
  }

  /** Whether there was nothing to do. */
  boolean isIdle() {
    return started.isEmpty() && stopped.isEmpty();
  }

  List<TaskRecord> started() {
    return started;
  }

  List<TaskRecord> stopped() {
    return stopped;
  }

  DeploymentProgress progress() {
    return progress;
  }

  /** Why a task could not be placed; empty where none was refused. */
  Optional<TaskFactory.Outcome.Unplaced> unplaced() {
    return unplaced;
  }

  /** Whether the limits leave no way on, now or when the tasks on their way have arrived. */
  boolean isStuck() {
    return wanted > 0
        && started.isEmpty()
        && unplaced.isEmpty()
        && roster.stopping().size() == 0
        && roster.incoming().allServe();
  }
}
