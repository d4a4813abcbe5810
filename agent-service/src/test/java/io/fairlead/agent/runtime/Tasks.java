package io.fairlead.agent.runtime;

import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.proto.ecs.TaskDefinition;
import java.util.List;
import java.util.UUID;

/** Assignments for tests. */
public final class Tasks {
  public static final String IMAGE = "fairlead/busybox:latest";
  private static final String ACCOUNT = "arn:aws:ecs:us-east-1:000000000000:";

  private Tasks() {}

  /** An instance of its own, so that tests on one engine do not meet. */
  public static Ownership owner() {
    return new Ownership(
        "test-" + UUID.randomUUID(),
        ACCOUNT + "container-instance/default/" + UUID.randomUUID().toString().replace("-", ""));
  }

  /** A container that runs until it is stopped, and ends at once when asked to. */
  public static ContainerDefinition.Builder container(String name) {
    return shell(name, "trap 'exit 0' TERM; while :; do sleep 0.05; done");
  }

  /** A container that runs a shell script. */
  public static ContainerDefinition.Builder shell(String name, String script) {
    return ContainerDefinition.newBuilder()
        .setName(name)
        .setImage(IMAGE)
        .setEssential(true)
        .setMemory(32)
        .addCommand("sh")
        .addCommand("-c")
        .addCommand(script);
  }

  /** A task without network, which starts fastest. */
  public static Assignment task(ContainerDefinition.Builder... containers) {
    return task(definition().setNetworkMode(NetworkMode.NETWORK_MODE_NONE), containers);
  }

  /** A task on the engine's bridge. */
  public static Assignment bridged(ContainerDefinition.Builder... containers) {
    return task(definition(), containers);
  }

  public static TaskDefinition.Builder definition() {
    return TaskDefinition.newBuilder().setFamily("web").setRevision(3);
  }

  public static Assignment task(
      TaskDefinition.Builder definition, ContainerDefinition.Builder... containers) {
    List.of(containers).forEach(definition::addContainerDefinitions);
    return Assignment.newBuilder()
        .setTaskArn(ACCOUNT + "task/default/" + UUID.randomUUID().toString().replace("-", ""))
        .setClusterArn(ACCOUNT + "cluster/default")
        .setVersion(7)
        .setDesiredStatus("RUNNING")
        .setTaskDefinition(definition)
        .build();
  }
}
