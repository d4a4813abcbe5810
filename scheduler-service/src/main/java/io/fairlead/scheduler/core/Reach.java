package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.Deployment;
import io.fairlead.proto.ecs.SchedulingStrategy;
import io.fairlead.proto.state.Demand;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.scheduler.core.placement.Obstacle;
import io.fairlead.scheduler.core.placement.PlacementRequest;
import io.fairlead.scheduler.core.placement.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the tasks of a service belong, and how many there are to be. */
sealed interface Reach {

  /** How many tasks the service wants. */
  int desired();

  /** Whether a task on that instance may stay there. */
  boolean keeps(String instanceArn);

  /** Whether a task on that instance can be told to stop. */
  boolean hears(String instanceArn);

  /** Whether a task on that draining instance goes last, and counts for nothing until then. */
  boolean lingers(String instanceArn);

  /**
   * A number of tasks, wherever they fit.
   *
   * @param draining instances whose tasks are to be elsewhere
   * @param silent instances of which nothing is heard: their tasks are to be elsewhere, too, but
   *     stay until others serve or they are heard of again
   */
  record Replicas(int desired, Set<String> draining, Set<String> silent) implements Reach {
    @Override
    public boolean keeps(String instanceArn) {
      return !draining.contains(instanceArn) && !silent.contains(instanceArn);
    }

    @Override
    public boolean hears(String instanceArn) {
      return !silent.contains(instanceArn);
    }

    @Override
    public boolean lingers(String instanceArn) {
      return false;
    }
  }

  /**
   * One task on each of these instances. As in ECS, those on a draining instance are stopped after
   * the tasks of the other services there.
   */
  record Daemon(Set<String> instances, Set<String> left) implements Reach {
    @Override
    public int desired() {
      return instances.size();
    }

    @Override
    public boolean keeps(String instanceArn) {
      return instances.contains(instanceArn);
    }

    @Override
    public boolean hears(String instanceArn) {
      return true;
    }

    @Override
    public boolean lingers(String instanceArn) {
      return left.contains(instanceArn);
    }
  }

  static Reach of(ClusterState state, ServiceTasks tasks, ServiceRecord record) {
    if (!isDaemon(record)) {
      return new Replicas(
          record.getService().getDesiredCount(),
          Set.copyOf(state.draining()),
          Set.copyOf(state.silent()));
    }
    PlacementRequest request = tasks.request(record, primary(record));
    Shape place =
        Shape.of(
            new PlacementRequest(
                Demand.getDefaultInstance(),
                request.requiredAttributes(),
                request.constraints(),
                List.of(),
                request.group()));
    String name = record.getService().getServiceName();
    return new Daemon(
        state.instances().stream()
            .filter(instance -> takes(instance, place, name))
            .map(InstanceState::arn)
            .collect(Collectors.toUnmodifiableSet()),
        state.draining().stream()
            .filter(arn -> holdsReplicas(state, arn))
            .collect(Collectors.toUnmodifiableSet()));
  }

  static boolean isDaemon(ServiceRecord record) {
    return record.getService().getSchedulingStrategy()
        == SchedulingStrategy.SCHEDULING_STRATEGY_DAEMON;
  }

  /** The deployment that is to replace the others. */
  static Deployment primary(ServiceRecord record) {
    return record.getService().getDeployments(0);
  }

  /** An instance whose agent is away for a while keeps its task, but gets no first one. */
  private static boolean takes(InstanceState instance, Shape place, String name) {
    Optional<Obstacle> obstacle = place.obstacle(instance);
    return obstacle.isEmpty()
        || (obstacle.get() == Obstacle.AGENT && instance.services().anyMatch(name::equals));
  }

  private static boolean holdsReplicas(ClusterState state, String instanceArn) {
    return state.instance(instanceArn).stream()
        .flatMap(InstanceState::services)
        .anyMatch(service -> isReplica(state, service));
  }

  private static boolean isReplica(ClusterState state, String service) {
    return state.service(service).filter(record -> !isDaemon(record)).isPresent();
  }
}
