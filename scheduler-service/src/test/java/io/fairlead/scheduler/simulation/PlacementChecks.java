package io.fairlead.scheduler.simulation;

import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.PlacementConstraintType;
import io.fairlead.proto.ecs.Resource;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.InstanceState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A new task has a place that it may have, reckoned apart from the product: by what its revision
 * takes, not by what its record says.
 */
final class PlacementChecks {
  private final World world;

  /** What has not stopped, by instance and then by task. */
  private final Map<String, Map<String, TaskRecord>> live = new HashMap<>();

  PlacementChecks(World world) {
    this.world = world;
  }

  /**
   * @param state before the change
   */
  void committed(ClusterState state, TaskRecord task) {
    Map<String, TaskRecord> there =
        live.computeIfAbsent(task.getTask().getContainerInstanceArn(), _ -> new TreeMap<>());
    check(state, task, List.copyOf(there.values()));
    if (TaskChecks.isLive(task)) {
      there.put(task.getTask().getTaskArn(), task);
    } else {
      there.remove(task.getTask().getTaskArn());
    }
  }

  private void check(ClusterState state, TaskRecord task, List<TaskRecord> there) {
    String arn = task.getTask().getTaskArn();
    if (state.task(arn).isPresent()) {
      return;
    }
    Optional<InstanceState> on = state.instance(task.getTask().getContainerInstanceArn());
    Violation.unless(on.isPresent(), "%s is on no instance", arn);
    InstanceState instance = on.orElseThrow();
    Violation.unless(
        instance.instance().getStatus().equals("ACTIVE"),
        "%s is put on an instance that is %s",
        arn,
        instance.instance().getStatus());
    Violation.unless(
        instance.instance().getAgentConnected(), "%s is put where no agent is connected", arn);
    Definitions.Shape shape = world.definitions().of(task.getTask().getTaskDefinitionArn());
    fits(arn, instance.instance(), shape, there);
    mayBeThere(state, task, instance.instance(), shape, there);
  }

  private void fits(
      String arn, ContainerInstance instance, Definitions.Shape shape, List<TaskRecord> there) {
    long cpu = shape.cpu();
    long memory = shape.memory();
    for (TaskRecord other : there) {
      Definitions.Shape taken = world.definitions().of(other.getTask().getTaskDefinitionArn());
      cpu += taken.cpu();
      memory += taken.memory();
      Violation.unless(
          shape.port() == 0 || shape.port() != taken.port(),
          "%s wants port %d, which %s has",
          arn,
          shape.port(),
          other.getTask().getTaskArn());
    }
    Violation.unless(cpu <= amount(instance, "CPU"), "%s over-commits the CPU: %d", arn, cpu);
    Violation.unless(
        memory <= amount(instance, "MEMORY"), "%s over-commits the memory: %d", arn, memory);
  }

  private static long amount(ContainerInstance instance, String name) {
    return instance.getRegisteredResourcesList().stream()
        .filter(resource -> resource.getName().equals(name))
        .mapToLong(Resource::getIntegerValue)
        .sum();
  }

  private static void mayBeThere(
      ClusterState state,
      TaskRecord task,
      ContainerInstance instance,
      Definitions.Shape shape,
      List<TaskRecord> there) {
    String arn = task.getTask().getTaskArn();
    String disk =
        instance.getAttributesList().stream()
            .filter(attribute -> attribute.getName().equals("disk"))
            .map(Attribute::getValue)
            .findFirst()
            .orElse("");
    Violation.unless(
        shape.disk().isEmpty() || shape.disk().equals(disk), "%s is on the wrong disk", arn);
    boolean alone =
        state
            .service(task.getService())
            .map(ServiceRecord::getService)
            .filter(
                service ->
                    service.getPlacementConstraintsList().stream()
                        .anyMatch(
                            constraint ->
                                constraint.getType()
                                    == PlacementConstraintType
                                        .PLACEMENT_CONSTRAINT_TYPE_DISTINCT_INSTANCE))
            .isPresent();
    Violation.unless(
        !alone
            || there.stream()
                .noneMatch(other -> other.getTask().getGroup().equals(task.getTask().getGroup())),
        "%s is on an instance with another one of its group",
        arn);
  }
}
