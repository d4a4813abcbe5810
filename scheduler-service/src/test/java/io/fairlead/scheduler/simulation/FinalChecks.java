package io.fairlead.scheduler.simulation;

import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.proto.ecs.Deployment;
import io.fairlead.proto.ecs.DeploymentRolloutState;
import io.fairlead.proto.ecs.SchedulingStrategy;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.InstanceState;
import io.fairlead.scheduler.shell.ShardLedger;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What must be so some time after the trouble: everybody has, or knows why not. Is asked again and
 * again: a task that is not running yet is stuck where it was so before, as services whose tasks
 * soon end always have some that begin.
 */
final class FinalChecks {
  private final World world;

  /** Tasks that were live and not running when this was last asked; null the first time. */
  private @Nullable Set<String> beginning;

  FinalChecks(World world) {
    this.world = world;
  }

  void check() {
    Set<String> before = beginning;
    beginning = beginning();
    owned();
    Violation.unless(
        world.truth().bus().missing() == 0,
        "%d committed events never reached the bus",
        world.truth().bus().missing());
    for (ClusterState state : world.truth().states()) {
      state.instances().forEach(this::check);
      state.tasks().stream().filter(TaskChecks::isLive).forEach(task -> check(task, before));
      state.services().forEach(record -> check(state, record));
    }
    world.machines().forEach(this::noOrphans);
  }

  private void owned() {
    for (int shard = 0; shard < world.size().shards(); shard++) {
      int number = shard;
      long owners =
          world.schedulers().stream()
              .filter(replica -> !replica.life().isOver() && replica.isWorking(number))
              .count();
      Violation.unless(owners == 1, "shard %d has %d owners", shard, owners);
    }
    for (Replica replica : world.schedulers()) {
      for (ShardLife shard : replica.shards()) {
        ShardLedger ledger = shard.ledger();
        if (ledger == null) {
          throw new Violation("%s has not read shard %d".formatted(replica.name(), shard.number()));
        }
        world.truth().loaded(shard.number(), ledger.states(), world);
      }
    }
  }

  private void check(InstanceState instance) {
    boolean alive = !world.machine(instance.arn()).isLost();
    boolean active = !instance.instance().getStatus().equals("INACTIVE");
    Violation.unless(
        instance.instance().getAgentConnected() == (alive && active),
        "%s (%s) is %s and connected is %s",
        instance.arn(),
        world.machine(instance.arn()),
        alive ? "alive" : "lost",
        instance.instance().getAgentConnected());
    Violation.unless(!instance.record().hasLostAt(), "the lease of %s has no end", instance.arn());
    ConservationChecks.check(instance);
  }

  private Set<String> beginning() {
    Set<String> arns = new TreeSet<>();
    for (ClusterState state : world.truth().states()) {
      state.tasks().stream()
          .filter(task -> TaskChecks.isLive(task) && !isRunning(task))
          .forEach(task -> arns.add(task.getTask().getTaskArn()));
    }
    return arns;
  }

  private static boolean isRunning(TaskRecord record) {
    return record.getTask().getLastStatus().equals("RUNNING");
  }

  private void check(TaskRecord record, @Nullable Set<String> beginningBefore) {
    String arn = record.getTask().getTaskArn();
    Violation.unless(!TaskChecks.isToStop(record), "%s does not come to its end", arn);
    Machine machine = world.machine(record.getTask().getContainerInstanceArn());
    Violation.unless(!machine.isLost(), "%s is on a lost machine", arn);
    if (!isRunning(record)) {
      Violation.unless(
          beginningBefore != null && !beginningBefore.contains(arn),
          "%s is stuck at %s",
          arn,
          record.getTask().getLastStatus());
      return;
    }
    long running =
        machine.containers().stream()
            .filter(found -> found.assignment().getTaskArn().equals(arn))
            .filter(Machine::isRunning)
            .count();
    Violation.unless(
        running == record.getTask().getContainersCount(),
        "%s counts as running, and %d of its containers run",
        arn,
        running);
  }

  private void noOrphans(Machine machine) {
    Set<String> running = new TreeSet<>();
    for (FoundContainer found : machine.containers()) {
      if (Machine.isRunning(found)) {
        running.add(found.assignment().getTaskArn());
      }
    }
    for (String arn : running) {
      Violation.unless(
          world
              .truth()
              .state(machine.cluster())
              .task(arn)
              .filter(TaskChecks::isLive)
              .filter(task -> task.getTask().getContainerInstanceArn().equals(machine.arn()))
              .isPresent(),
          "%s runs and nobody wants it",
          arn);
    }
  }

  private static void check(ClusterState state, ServiceRecord record) {
    Service service = record.getService();
    String name = service.getServiceName();
    Violation.unless(!service.getStatus().equals("DRAINING"), "%s is never deleted", name);
    if (!service.getStatus().equals("ACTIVE") || waits(record)) {
      return;
    }
    long running =
        state.tasksOf(name).stream().filter(task -> !lingers(state, service, task)).count();
    Violation.unless(
        running == service.getDesiredCount(),
        "%s wants %d tasks, has %d, and gives no reason",
        name,
        service.getDesiredCount(),
        running);
    if (running < state.tasksOf(name).size()) {
      return; // It is complete when nothing lingers any more.
    }
    Violation.unless(
        service.getDeploymentsCount() == 1, "an old deployment of %s has no end", name);
    Deployment primary = service.getDeployments(0);
    Violation.unless(
        primary.getRolloutState() == DeploymentRolloutState.DEPLOYMENT_ROLLOUT_STATE_COMPLETED,
        "the deployment of %s never completes: %s",
        name,
        record);
    Violation.unless(record.getSteady(), "%s is not steady: %s", name, record);
    state
        .tasksOf(name)
        .forEach(
            task ->
                Violation.unless(
                    task.getTask().getTaskDefinitionArn().equals(primary.getTaskDefinition()),
                    "%s runs an old revision",
                    task.getTask().getTaskArn()));
  }

  /** A daemon leaves a draining instance after all others. */
  private static boolean lingers(ClusterState state, Service service, TaskRecord task) {
    return service.getSchedulingStrategy() == SchedulingStrategy.SCHEDULING_STRATEGY_DAEMON
        && state
            .instance(task.getTask().getContainerInstanceArn())
            .filter(instance -> instance.instance().getStatus().equals("DRAINING"))
            .filter(
                instance ->
                    instance
                        .tasks()
                        .anyMatch(other -> !other.getService().equals(task.getService())))
            .isPresent();
  }

  /** It has told why its tasks are not what it wants: no place for them, or they fail. */
  private static boolean waits(ServiceRecord record) {
    return !record.getPlacementComplaint().isEmpty()
        || record.getProgress(0).getConsecutiveFailures() > 0;
  }
}
