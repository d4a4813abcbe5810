package io.fairlead.bench;

import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.DeleteServiceRequest;
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

  FairleadService(Cluster cluster, String image) {
    this.cluster = cluster;
    this.image = image;
    this.instances = cluster.instances();
    cluster.register(SERVICE, image);
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

  /** A new revision is reason enough, also where it says the same. */
  @Override
  public void roll() {
    cluster.register(SERVICE, image);
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
