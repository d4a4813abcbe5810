package io.fairlead.scheduler.core;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.Realm;
import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerImage;
import io.fairlead.proto.ecs.ContainerOverride;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TaskOverride;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.placement.Obstacle;
import io.fairlead.scheduler.core.placement.Place;
import io.fairlead.scheduler.core.placement.Placement;
import io.fairlead.scheduler.core.placement.PlacementRequest;
import io.fairlead.scheduler.core.placement.Placer;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Makes tasks: the one place where a task comes into being, whoever wants it. */
record TaskFactory(Realm realm, Draft draft) {

  /** What became of a wish for a task. */
  sealed interface Outcome {
    /** The task is made and placed. */
    record Made(TaskRecord task) implements Outcome {}

    /**
     * No instance takes it.
     *
     * @param refusals how many instances refused it for each reason
     */
    record Unplaced(SortedMap<Obstacle, Integer> refusals) implements Outcome {}
  }

  /** Makes a task on the best instance, if there is one. */
  Outcome place(TaskOrder order) {
    PlacementRequest request = order.request();
    return switch (draft.state().index().place(request, draft.ids()::choice)) {
      case Placement.Placed(Place place) ->
          make(order, request, draft.state().instance(place.arn()).orElseThrow());
      case Placement.Unplaced(SortedMap<Obstacle, Integer> refusals) ->
          new Outcome.Unplaced(refusals);
    };
  }

  /** Makes a task on that instance, if it fits there. */
  Outcome placeOn(TaskOrder order, InstanceState instance) {
    PlacementRequest request = order.request();
    Optional<Obstacle> obstacle = Placer.obstacle(instance, request);
    return obstacle.isPresent()
        ? new Outcome.Unplaced(new TreeMap<>(Map.of(obstacle.get(), 1)))
        : make(order, request, instance);
  }

  private Outcome make(TaskOrder order, PlacementRequest request, InstanceState instance) {
    TaskRecord record =
        order.wanted().toBuilder()
            .setTask(task(order, instance))
            .setReserved(request.demand())
            .setAssignmentVersion(1)
            .build();
    draft.use(order.definition());
    draft.put(record);
    return new Outcome.Made(record);
  }

  private Task task(TaskOrder order, InstanceState instance) {
    String id = draft.ids().hex32();
    TaskDefinition definition = order.definition().getDefinition();
    TaskOverride overrides = order.wanted().getTask().getOverrides();
    Task.Builder task =
        order.wanted().getTask().toBuilder()
            .setTaskArn(realm.task(draft.state().name(), id))
            .setClusterArn(realm.cluster(draft.state().name()))
            .setContainerInstanceArn(instance.arn())
            .setTaskDefinitionArn(definition.getTaskDefinitionArn())
            .setOverrides(perContainer(definition, overrides))
            .setLastStatus(TaskStatus.PENDING.name())
            .setDesiredStatus(TaskStatus.RUNNING.name())
            .setHealthStatus(HealthStatus.HEALTH_STATUS_UNKNOWN)
            .setCpu(String.valueOf(Requirements.cpu(definition, overrides)))
            .setMemory(String.valueOf(Requirements.memory(definition, overrides)))
            .setCreatedAt(ProtoTime.of(draft.now()))
            .setVersion(1);
    attribute(instance, "ecs.cpu-architecture").ifPresent(task::addAttributes);
    attribute(instance, "ecs.availability-zone")
        .ifPresent(zone -> task.setAvailabilityZone(zone.getValue()));
    definition.getContainerDefinitionsList().stream()
        .map(container -> container(container, overrides, task.getTaskArn(), id))
        .forEach(task::addContainers);
    for (ContainerImage image : order.images()) {
      task.getContainersBuilderList().stream()
          .filter(it -> it.getName().equals(image.getContainerName()) && image.hasImageDigest())
          .forEach(it -> it.setImageDigest(image.getImageDigest()));
    }
    return task.build();
  }

  private static Optional<Attribute> attribute(InstanceState instance, String name) {
    return instance.instance().getAttributesList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst();
  }

  /** As ECS answers: an entry for every container, those without an override included. */
  private static TaskOverride perContainer(TaskDefinition definition, TaskOverride overrides) {
    TaskOverride.Builder all = overrides.toBuilder().clearContainerOverrides();
    for (ContainerDefinition container : definition.getContainerDefinitionsList()) {
      all.addContainerOverrides(
          Requirements.override(container, overrides).toBuilder().setName(container.getName()));
    }
    return all.build();
  }

  private Container container(
      ContainerDefinition definition, TaskOverride overrides, String taskArn, String taskId) {
    ContainerOverride override = Requirements.override(definition, overrides);
    Container.Builder container =
        Container.newBuilder()
            .setContainerArn(realm.container(draft.state().name(), taskId, draft.ids().uuid()))
            .setTaskArn(taskArn)
            .setName(definition.getName())
            .setImage(definition.getImage())
            .setLastStatus(TaskStatus.PENDING.name())
            .setHealthStatus(HealthStatus.HEALTH_STATUS_UNKNOWN)
            .setCpu(String.valueOf(override.hasCpu() ? override.getCpu() : definition.getCpu()));
    Optional.of(override.hasMemory() ? override.getMemory() : definition.getMemory())
        .filter(Predicate.not(Predicate.isEqual(0)))
        .ifPresent(memory -> container.setMemory(String.valueOf(memory)));
    Optional.of(
            override.hasMemoryReservation()
                ? override.getMemoryReservation()
                : definition.getMemoryReservation())
        .filter(Predicate.not(Predicate.isEqual(0)))
        .ifPresent(memory -> container.setMemoryReservation(String.valueOf(memory)));
    return container.build();
  }
}
