package io.fairlead.bench;

import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.DeleteServiceRequest;
import io.fairlead.proto.ecs.KeyValuePair;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import java.util.Map;
import java.util.Objects;

/** A service of Fairlead on the same engines. */
final class FairleadService implements Orchestrator {
  private static final String SERVICE = "bench";

  private final Cluster cluster;
  private final String image;
  private final Map<String, String> instances;
  private boolean made;
  private int rolls;

  FairleadService(Cluster cluster, String image) {
    this.cluster = cluster;
    this.image = image;
    this.instances = cluster.instances();
    register();
  }

  private void register() {
    cluster.register(
        RegisterTaskDefinitionRequest.newBuilder()
            .setFamily(SERVICE)
            .addContainerDefinitions(
                ContainerDefinition.newBuilder()
                    .setName("main")
                    .setImage(image)
                    .setMemory(16)
                    .addCommand("sleep")
                    .addCommand("3600")
                    .addEnvironment(KeyValuePair.newBuilder().setName("ROLL").setValue("" + rolls))
                    .setStopTimeout(0))
            .build());
  }

  @Override
  public String name() {
    return "Fairlead";
  }

  @Override
  public void scale(int replicas) {
    if (made) {
      cluster.update(
          UpdateServiceRequest.newBuilder().setService(SERVICE).setDesiredCount(replicas).build());
      return;
    }
    made = true;
    cluster.create(
        CreateServiceRequest.newBuilder()
            .setServiceName(SERVICE)
            .setTaskDefinition(SERVICE)
            .setDesiredCount(replicas)
            .build());
  }

  @Override
  public void roll() {
    rolls++;
    register();
    cluster.update(
        UpdateServiceRequest.newBuilder().setService(SERVICE).setTaskDefinition(SERVICE).build());
  }

  @Override
  public boolean misses(String instance) {
    return !cluster.isConnected(Objects.requireNonNull(instances.get(instance)));
  }

  @Override
  public void close() {
    cluster.delete(DeleteServiceRequest.newBuilder().setService(SERVICE).setForce(true).build());
  }
}
