package io.fairlead.cli;

import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.DeleteServiceRequest;
import io.fairlead.proto.ecs.DeploymentConfiguration;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What load is done to: a task definition of a task that ends by itself, and services.
 *
 * @param image of all containers; a simulated instance needs none
 */
record LoadServices(Client client, String image, int count) {
  static final String FAMILY = "load-task";
  private static final String SERVICE_FAMILY = "load-service";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Persistent PERSISTENT = new Persistent(Duration.ofSeconds(60));

  List<String> names() {
    return IntStream.rangeClosed(1, count).mapToObj(number -> "load-" + number).toList();
  }

  /** What somebody else has made is neither used nor removed. */
  void requireNone() {
    for (String name : names()) {
      if (new Services(client).exists(name)) {
        throw CommandFailure.failed(
            "there is a service " + name + " already",
            "Remove it: fairlead service rm --force " + name);
      }
    }
  }

  /** Makes all and waits until the services' tasks run. */
  void create() {
    register(FAMILY, "1");
    register(SERVICE_FAMILY, "1000000");
    for (String name : names()) {
      var _ =
          client
              .ecs()
              .createService(
                  CreateServiceRequest.newBuilder()
                      .setCluster(client.cluster())
                      .setServiceName(name)
                      .setTaskDefinition(SERVICE_FAMILY)
                      .setDesiredCount(1)
                      .setDeploymentConfiguration(
                          DeploymentConfiguration.newBuilder()
                              .setMinimumHealthyPercent(0)
                              .setMaximumPercent(200))
                      .build());
    }
    names().forEach(name -> Stability.await(client, name, PATIENCE));
  }

  private void register(String family, String seconds) {
    new TaskDefinitions(client)
        .register(
            RegisterTaskDefinitionRequest.newBuilder()
                .setFamily(family)
                .addContainerDefinitions(
                    ContainerDefinition.newBuilder()
                        .setName("main")
                        .setImage(image)
                        .setCpu(1)
                        .setMemory(8)
                        .setStopTimeout(1)
                        .addCommand("sleep")
                        .addCommand(seconds)
                        .putDockerLabels("io.fairlead.simulated.run-time", "PT" + seconds + "S"))
                .build());
  }

  void remove() {
    for (String name : names()) {
      if (PERSISTENT.call(() -> new Services(client).exists(name))) {
        var _ =
            PERSISTENT.call(
                () ->
                    client
                        .ecs()
                        .deleteService(
                            DeleteServiceRequest.newBuilder()
                                .setCluster(client.cluster())
                                .setService(name)
                                .setForce(true)
                                .build()));
      }
    }
  }
}
