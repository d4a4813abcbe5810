package io.fairlead.cli;

import io.fairlead.cli.scenario.Scenario;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.DeleteServiceRequest;
import io.fairlead.proto.ecs.DeploymentConfiguration;
import io.fairlead.proto.ecs.DesiredStatus;
import io.fairlead.proto.ecs.PlacementStrategy;
import io.fairlead.proto.ecs.PlacementStrategyType;
import io.fairlead.proto.ecs.PortMapping;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import java.time.Duration;
import java.util.Optional;

/** The services of a scenario, from their making to their end. */
record ScenarioServices(Client client, Scenario scenario) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Persistent PERSISTENT = new Persistent(Duration.ofSeconds(60));

  /** What somebody else has made is neither used nor removed. */
  void requireNone() {
    for (Scenario.Service service : scenario.services()) {
      if (new Services(client).exists(service.name())) {
        throw CommandFailure.failed(
            "there is a service " + service.name() + " already",
            "Remove it: fairlead service rm --force " + service.name());
      }
    }
  }

  /** Makes all and waits until their tasks run. */
  void create() {
    scenario.services().forEach(this::create);
    scenario.services().forEach(it -> Stability.await(client, it.name(), PATIENCE));
  }

  private void create(Scenario.Service service) {
    CreateServiceRequest.Builder request =
        CreateServiceRequest.newBuilder()
            .setCluster(client.cluster())
            .setServiceName(service.name())
            .setTaskDefinition(
                new TaskDefinitions(client).register(definition(service)).getTaskDefinitionArn())
            .setDesiredCount(service.desiredCount())
            .setDeploymentConfiguration(
                DeploymentConfiguration.newBuilder()
                    .setMinimumHealthyPercent(service.minimumHealthyPercent())
                    .setMaximumPercent(service.maximumPercent()));
    for (String field : service.spread()) {
      request.addPlacementStrategy(
          PlacementStrategy.newBuilder()
              .setType(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_SPREAD)
              .setField(field));
    }
    var _ = client.ecs().createService(request.build());
  }

  private RegisterTaskDefinitionRequest definition(Scenario.Service service) {
    ContainerDefinition.Builder container =
        ContainerDefinition.newBuilder()
            .setName("main")
            .setImage(service.image())
            .setCpu(service.cpu())
            .setMemory(service.memory())
            .setStopTimeout(service.stopTimeout())
            .addAllCommand(service.command())
            .putAllDockerLabels(service.labels());
    service
        .port()
        .ifPresent(
            port -> container.addPortMappings(PortMapping.newBuilder().setContainerPort(port)));
    return RegisterTaskDefinitionRequest.newBuilder()
        .setFamily("scenario-" + service.name())
        .addContainerDefinitions(container)
        .build();
  }

  /** Does what an operator would; says what. */
  String step(Scenario.Step step) {
    UpdateServiceRequest.Builder request =
        UpdateServiceRequest.newBuilder().setCluster(client.cluster()).setService(step.service());
    step.desiredCount().ifPresent(request::setDesiredCount);
    if (step.deploy().isPresent()) {
      request.setForceNewDeployment(true);
    }
    var _ = PERSISTENT.call(() -> client.ecs().updateService(request.build()));
    return step.desiredCount()
        .map(count -> "scaled " + step.service() + " to " + count)
        .orElse("deployed " + step.service() + " anew");
  }

  /** Deletes all that was made and waits until none of their tasks runs. */
  void remove() {
    for (Scenario.Service service : scenario.services()) {
      if (PERSISTENT.call(() -> new Services(client).exists(service.name()))) {
        var _ =
            PERSISTENT.call(
                () ->
                    client
                        .ecs()
                        .deleteService(
                            DeleteServiceRequest.newBuilder()
                                .setCluster(client.cluster())
                                .setService(service.name())
                                .setForce(true)
                                .build()));
      }
    }
    for (Scenario.Service service : scenario.services()) {
      new Polling(PATIENCE)
          .until(
              () -> PERSISTENT.call(() -> left(service.name())),
              left -> !left,
              "tasks of " + service.name() + " still run",
              "See: fairlead ps");
    }
  }

  private boolean left(String service) {
    return new Tasks(client)
        .list(Optional.empty(), DesiredStatus.DESIRED_STATUS_STOPPED).stream()
            .anyMatch(
                task ->
                    Lookout.serviceOf(task).equals(service)
                        && !task.getLastStatus().equals("STOPPED"));
  }
}
