package io.fairlead.bench.recovery;

import io.fairlead.bench.placement.Instances;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.agent.ContainerObservation;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.ecs.Cluster;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.ClusterRecord;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.core.Scheduler;
import io.fairlead.scheduler.core.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A small cluster in which the scheduler itself makes what the benchmark then multiplies. */
final class Prototypes {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123Z");

  private final Scheduler scheduler = new Scheduler(Instances.REALM, Settings.DEFAULTS);
  private final ClusterState state = new ClusterState(Instances.CLUSTER);
  private final List<Change> changes = new ArrayList<>();
  private long seed;

  Prototypes(List<ContainerInstance> instances) {
    apply(
        Change.newBuilder()
            .setCluster(
                ClusterRecord.newBuilder()
                    .setCluster(
                        Cluster.newBuilder()
                            .setClusterName(Instances.CLUSTER)
                            .setClusterArn(Instances.REALM.cluster(Instances.CLUSTER))
                            .setStatus("ACTIVE")))
            .build());
    instances.forEach(each -> apply(change(each)));
  }

  /** An instance with a session, as it is stored. */
  static Change change(ContainerInstance instance) {
    return Change.newBuilder()
        .setInstance(
            InstanceRecord.newBuilder()
                .setInstance(instance)
                .setEpoch(1)
                .setAgentAddress("10.0.0.1:51680"))
        .build();
  }

  static TaskDefinitionRecord definition(int number) {
    String family = "app-" + number;
    return TaskDefinitionRecord.newBuilder()
        .setDefinition(
            TaskDefinition.newBuilder()
                .setFamily(family)
                .setRevision(1)
                .setTaskDefinitionArn(Instances.REALM.taskDefinition(family, 1))
                .setStatusValue(1)
                .addContainerDefinitions(
                    ContainerDefinition.newBuilder()
                        .setName("web")
                        .setImage("registry.example/" + family + ":1")
                        .setCpu(64)
                        .setMemory(256)))
        .build();
  }

  /** Makes a service with one task that runs. */
  TaskRecord service(int number) {
    CreateServiceRequest request =
        CreateServiceRequest.newBuilder()
            .setCluster(Instances.CLUSTER)
            .setServiceName("service-" + number)
            .setTaskDefinition("app-" + number)
            .setDesiredCount(1)
            .build();
    plan(new Input.Call(NOW, ++seed, request, Optional.of(definition(number))));
    TaskRecord made = state.tasksOf("service-" + number).iterator().next();
    plan(new Input.Observed(NOW.plusMillis(1_234), ++seed, running(made)));
    return state.task(made.getTask().getTaskArn()).orElseThrow();
  }

  private static Observation running(TaskRecord task) {
    return Observation.newBuilder()
        .setTaskArn(task.getTask().getTaskArn())
        .setContainerInstanceArn(task.getTask().getContainerInstanceArn())
        .setEpoch(1)
        .setSequence(3)
        .setStatus("RUNNING")
        .setPullStartedAt(ProtoTime.of(NOW.plusMillis(20)))
        .setPullStoppedAt(ProtoTime.of(NOW.plusMillis(720)))
        .setStartedAt(ProtoTime.of(NOW.plusMillis(1_200)))
        .addContainers(
            ContainerObservation.newBuilder()
                .setName("web")
                .setStatus("RUNNING")
                .setRuntimeId("0".repeat(64)))
        .build();
  }

  private void plan(Input input) {
    scheduler.plan(state, input).changes().forEach(this::apply);
  }

  private void apply(Change change) {
    var _ = state.apply(change);
    changes.add(change);
  }

  /** All changes that have made it, without its tasks. */
  List<Change> changes() {
    return changes.stream().filter(change -> !change.hasTask()).toList();
  }
}
