package io.fairlead.scheduler.simulation;

import static io.fairlead.proto.ecs.ContainerInstanceStatus.CONTAINER_INSTANCE_STATUS_ACTIVE;
import static io.fairlead.proto.ecs.ContainerInstanceStatus.CONTAINER_INSTANCE_STATUS_DRAINING;

import com.google.protobuf.Message;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.DeleteServiceRequest;
import io.fairlead.proto.ecs.DeploymentConfiguration;
import io.fairlead.proto.ecs.DeregisterContainerInstanceRequest;
import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementConstraintType;
import io.fairlead.proto.ecs.PlacementStrategy;
import io.fairlead.proto.ecs.PlacementStrategyType;
import io.fairlead.proto.ecs.SchedulingStrategy;
import io.fairlead.proto.ecs.StopTaskRequest;
import io.fairlead.proto.ecs.StopTaskResponse;
import io.fairlead.proto.ecs.UpdateContainerInstancesStateRequest;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import java.util.List;
import java.util.Optional;

/** What the callers of one cluster want next. */
final class Wishes {
  private static final List<String> LASTING =
      List.of("web", "web", "pair", "picky", "slow", "stubborn", "big", "fixed", "crash");
  private static final List<String> ENDING =
      List.of("batch", "brief", "batch", "web", "crash", "broken", "fixed", "stubborn", "pair");
  private static final List<DeploymentConfiguration> LIMITS =
      List.of(limits(100, 200), limits(50, 100), limits(50, 150), limits(0, 100), limits(75, 125));

  private final World world;
  private final Client client;
  private final RunCalls runs;
  private int names;

  Wishes(World world, Client client) {
    this.world = world;
    this.client = client;
    this.runs = new RunCalls(world, client);
  }

  private static DeploymentConfiguration limits(int least, int most) {
    return DeploymentConfiguration.newBuilder()
        .setMinimumHealthyPercent(least)
        .setMaximumPercent(most)
        .build();
  }

  private ClusterState state() {
    return world.truth().state(client.cluster());
  }

  private List<ServiceRecord> services() {
    return state().services().stream()
        .filter(record -> record.getService().getStatus().equals("ACTIVE"))
        .toList();
  }

  void next() {
    int draw = world.dice().below(100);
    if (services().isEmpty() || draw < 12) {
      create();
    } else if (draw < 42) {
      runs.run(world.dice().pick(ENDING));
    } else if (draw < 52) {
      stop();
    } else if (draw < 70) {
      scale();
    } else if (draw < 86) {
      deploy();
    } else if (draw < 91) {
      delete();
    } else if (draw < 99) {
      drain();
    } else {
      deregister();
    }
  }

  private void create() {
    if (services().size() >= Math.max(3, world.size().tasks() / 12)) {
      scale();
      return;
    }
    Dice dice = world.dice();
    String family = dice.pick(LASTING);
    CreateServiceRequest.Builder request =
        CreateServiceRequest.newBuilder()
            .setServiceName(family + "-" + ++names)
            .setTaskDefinition(family)
            .setClientToken("create-" + client.cluster() + "-" + names)
            .setHealthCheckGracePeriodSeconds(dice.below(3) * 10);
    if (dice.chance(0.15)) {
      request.setSchedulingStrategy(SchedulingStrategy.SCHEDULING_STRATEGY_DAEMON);
    } else {
      request.setDesiredCount(count()).setDeploymentConfiguration(dice.pick(LIMITS));
      placement(request);
    }
    call(request.build(), family);
  }

  private int count() {
    return world.dice().below(Math.max(4, world.size().tasks() / 8));
  }

  private void placement(CreateServiceRequest.Builder request) {
    Dice dice = world.dice();
    if (dice.chance(0.25)) {
      request.addPlacementConstraints(
          PlacementConstraint.newBuilder()
              .setType(PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_DISTINCT_INSTANCE));
    }
    if (dice.chance(0.5)) {
      request
          .addPlacementStrategy(
              PlacementStrategy.newBuilder()
                  .setType(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_SPREAD)
                  .setField("attribute:ecs.availability-zone"))
          .addPlacementStrategy(
              PlacementStrategy.newBuilder()
                  .setType(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_BINPACK)
                  .setField("memory"));
    }
  }

  private void call(Message request, String family) {
    Definitions.Shape shape = world.dice().pick(world.definitions().family(family));
    client.call(request, Optional.of(shape.definition()), (_, _) -> {});
  }

  private void call(Message request) {
    client.call(request, Optional.empty(), (_, _) -> {});
  }

  private void scale() {
    ServiceRecord service = world.dice().pick(services());
    UpdateServiceRequest.Builder request = update(service);
    if (service.getService().getSchedulingStrategy()
        != SchedulingStrategy.SCHEDULING_STRATEGY_DAEMON) {
      request.setDesiredCount(count());
    }
    call(request.build());
  }

  private static UpdateServiceRequest.Builder update(ServiceRecord service) {
    return UpdateServiceRequest.newBuilder().setService(service.getService().getServiceName());
  }

  private void deploy() {
    ServiceRecord service = world.dice().pick(services());
    if (world.dice().chance(0.2)) {
      call(update(service).setForceNewDeployment(true).build());
      return;
    }
    String name = service.getService().getServiceName();
    String family = name.substring(0, name.lastIndexOf('-'));
    call(update(service).setTaskDefinition(family).build(), family);
  }

  private void delete() {
    call(
        DeleteServiceRequest.newBuilder()
            .setService(world.dice().pick(services()).getService().getServiceName())
            .setForce(true)
            .build());
  }

  private void stop() {
    List<TaskRecord> live = state().tasks().stream().filter(TaskChecks::isLive).toList();
    if (live.isEmpty()) {
      return;
    }
    String arn = world.dice().pick(live).getTask().getTaskArn();
    client.call(
        StopTaskRequest.newBuilder().setTask(arn).build(),
        Optional.empty(),
        (reply, _) -> {
          if (reply instanceof Decision.Done(StopTaskResponse _)) {
            Violation.unless(
                state().task(arn).filter(task -> !TaskChecks.isToStop(task)).isEmpty(),
                "that %s stops was acknowledged and is not so",
                arn);
          }
        });
  }

  private void drain() {
    Machine machine = world.dice().pick(own());
    boolean drains =
        state()
            .instance(machine.arn())
            .filter(instance -> instance.instance().getStatus().equals("DRAINING"))
            .isPresent();
    call(
        UpdateContainerInstancesStateRequest.newBuilder()
            .addContainerInstances(machine.arn())
            .setStatus(
                drains ? CONTAINER_INSTANCE_STATUS_ACTIVE : CONTAINER_INSTANCE_STATUS_DRAINING)
            .build());
  }

  private List<Machine> own() {
    return world.machines().stream()
        .filter(machine -> machine.cluster().equals(client.cluster()))
        .toList();
  }

  private void deregister() {
    long left = own().stream().filter(machine -> !machine.isLost()).count();
    if (left > 2) {
      Machine machine = world.dice().pick(own());
      machine.lose();
      call(
          DeregisterContainerInstanceRequest.newBuilder()
              .setContainerInstance(machine.arn())
              .setForce(true)
              .build());
    }
  }
}
