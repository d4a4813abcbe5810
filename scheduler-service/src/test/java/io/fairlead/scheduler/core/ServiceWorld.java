package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.fairlead.proto.Realm;
import io.fairlead.proto.agent.ContainerObservation;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.Cluster;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.DeploymentConfiguration;
import io.fairlead.proto.ecs.DescribeServicesRequest;
import io.fairlead.proto.ecs.DescribeServicesResponse;
import io.fairlead.proto.ecs.HealthCheck;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.Resource;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.ServiceEvent;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TaskDefinitionStatus;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.ClusterRecord;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A cluster under the scheduler, with a clock and observations that a test gives. */
final class ServiceWorld {
  static final Realm REALM = new Realm("eu-central-1", "000000000000");
  static final String SERVICE = "web";

  final ClusterState state = new ClusterState("default");
  private final Scheduler scheduler = new Scheduler(REALM, Settings.DEFAULTS);
  private BiConsumer<List<TaskRecord>, Decision> watch = (before, decision) -> {};
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private long seed;
  private long sequence;
  private int started;

  ServiceWorld(long seed, int instances) {
    this.seed = seed;
    state.apply(
        Change.newBuilder()
            .setCluster(
                ClusterRecord.newBuilder()
                    .setCluster(Cluster.newBuilder().setClusterName("default").setStatus("ACTIVE")))
            .build());
    for (int i = 0; i < instances; i++) {
      addInstance(i);
    }
  }

  /** Looks at each decision before its changes are applied. */
  void watch(BiConsumer<List<TaskRecord>, Decision> watcher) {
    watch = watcher;
  }

  String addInstance(int number) {
    String arn = instanceArn(number);
    put(instance(arn, number, "ACTIVE", 4096));
    touchInstances();
    return arn;
  }

  void setStatus(int number, String status) {
    put(
        state.instance(instanceArn(number)).orElseThrow().instance().toBuilder()
            .setStatus(status)
            .build());
    touchInstances();
  }

  static String instanceArn(int number) {
    return REALM.containerInstance("default", "i%02d".formatted(number));
  }

  void put(ContainerInstance instance) {
    state.apply(
        Change.newBuilder()
            .setInstance(InstanceRecord.newBuilder().setInstance(instance).setEpoch(1))
            .build());
  }

  static ContainerInstance instance(String arn, int number, String status, int cpu) {
    return ContainerInstance.newBuilder()
        .setContainerInstanceArn(arn)
        .setStatus(status)
        .setAgentConnected(true)
        .addAttributes(
            Attribute.newBuilder()
                .setName("ecs.availability-zone")
                .setValue(number % 2 == 0 ? "a" : "b"))
        .addRegisteredResources(Resource.newBuilder().setName("CPU").setIntegerValue(cpu))
        .addRegisteredResources(Resource.newBuilder().setName("MEMORY").setIntegerValue(65536))
        .build();
  }

  /** Lets the services notice an instance that was changed behind the scheduler's back. */
  private void touchInstances() {
    Draft draft = new Draft(state, now, new Ids(seed++));
    state.services().forEach(service -> draft.touch(service.getService().getServiceName()));
    new Deployments(draft, new ServiceTasks(REALM, draft)).settle();
    Decision decision = new Decision(draft.changes(), new Decision.Silent());
    draft.rollBack();
    apply(decision);
  }

  static TaskDefinitionRecord definition(int revision, boolean checked) {
    ContainerDefinition.Builder container =
        ContainerDefinition.newBuilder().setName("app").setImage("app").setCpu(64).setMemory(64);
    if (checked) {
      container.setHealthCheck(HealthCheck.newBuilder().addCommand("true"));
    }
    return TaskDefinitionRecord.newBuilder()
        .setDefinition(
            TaskDefinition.newBuilder()
                .setFamily("app")
                .setRevision(revision)
                .setStatus(TaskDefinitionStatus.TASK_DEFINITION_STATUS_ACTIVE)
                .setTaskDefinitionArn(REALM.taskDefinition("app", revision))
                .addContainerDefinitions(container))
        .build();
  }

  static CreateServiceRequest.Builder create(int desired, int min, int max) {
    return CreateServiceRequest.newBuilder()
        .setServiceName(SERVICE)
        .setTaskDefinition("app")
        .setDesiredCount(desired)
        .setDeploymentConfiguration(
            DeploymentConfiguration.newBuilder()
                .setMinimumHealthyPercent(min)
                .setMaximumPercent(max));
  }

  Decision.Reply call(Message request) {
    return call(request, Optional.empty());
  }

  Decision.Reply call(Message request, TaskDefinitionRecord definition) {
    return call(request, Optional.of(definition));
  }

  private Decision.Reply call(Message request, Optional<TaskDefinitionRecord> definition) {
    return plan(new Input.Call(now, seed++, request, definition));
  }

  Rejection refusal(Message request) {
    return ((Decision.Refused) call(request)).rejection();
  }

  Rejection refusal(Message request, TaskDefinitionRecord definition) {
    return ((Decision.Refused) call(request, definition)).rejection();
  }

  private Decision.Reply plan(Input input) {
    Decision decision = scheduler.plan(state, input);
    apply(decision);
    return decision.reply();
  }

  private void apply(Decision decision) {
    List<TaskRecord> before = List.copyOf(state.tasks());
    decision.changes().forEach(state::apply);
    started +=
        (int)
            state.tasks().stream()
                .filter(task -> before.stream().noneMatch(old -> same(old, task)))
                .count();
    watch.accept(before, decision);
  }

  static boolean same(TaskRecord one, TaskRecord other) {
    return one.getTask().getTaskArn().equals(other.getTask().getTaskArn());
  }

  /** How many tasks have ever been made. */
  int started() {
    return started;
  }

  Instant now() {
    return now;
  }

  /** Time passes; whatever falls due meanwhile is looked at in its moment. */
  void pass(Duration time) {
    Instant end = now.plus(time);
    while (state.nextDue().filter(due -> !due.isAfter(end)).isPresent()) {
      Instant due = state.nextDue().orElseThrow();
      now = due.isAfter(now) ? due : now;
      plan(new Input.Tick(now, seed++));
      assertThat(state.nextDue()).as("a due moment passes").isNotEqualTo(Optional.of(due));
    }
    now = end;
    plan(new Input.Tick(now, seed++));
  }

  void observe(TaskRecord task, String status) {
    observe(task, status, HealthStatus.HEALTH_STATUS_UNKNOWN);
  }

  void observe(TaskRecord task, String status, HealthStatus health) {
    ContainerObservation container =
        ContainerObservation.newBuilder()
            .setName("app")
            .setStatus(status.equals("STOPPING") ? "RUNNING" : status)
            .setHealth(health)
            .build();
    plan(
        new Input.Observed(
            now,
            seed++,
            Observation.newBuilder()
                .setTaskArn(task.getTask().getTaskArn())
                .setContainerInstanceArn(task.getTask().getContainerInstanceArn())
                .setEpoch(1)
                .setSequence(++sequence)
                .setObservedAt(Due.timestamp(now))
                .setStatus(status)
                .addContainers(container)
                .build()));
  }

  List<TaskRecord> tasks() {
    return new ArrayList<>(state.tasksOf(SERVICE));
  }

  /** Every task does what it is told, and is healthy, until nothing is left to do. */
  void obey() {
    for (int round = 0; round < 200; round++) {
      List<TaskRecord> behind = tasks().stream().filter(task -> !isThere(task)).toList();
      if (behind.isEmpty()) {
        return;
      }
      for (TaskRecord task : behind) {
        boolean stops = task.getTask().getDesiredStatus().equals("STOPPED");
        observe(task, stops ? "STOPPED" : "RUNNING", HealthStatus.HEALTH_STATUS_HEALTHY);
      }
    }
    throw new AssertionError("the service does not come to rest: " + service());
  }

  private boolean isThere(TaskRecord task) {
    return task.getTask().getDesiredStatus().equals(task.getTask().getLastStatus())
        && (task.getTask().getHealthStatus() == HealthStatus.HEALTH_STATUS_HEALTHY
            || !isChecked(task));
  }

  boolean isChecked(TaskRecord task) {
    return state
        .definition(task.getTask().getTaskDefinitionArn())
        .orElseThrow()
        .getDefinition()
        .getContainerDefinitions(0)
        .hasHealthCheck();
  }

  Service service() {
    return describe(SERVICE).getServices(0);
  }

  DescribeServicesResponse describe(String name) {
    Decision.Reply reply = call(DescribeServicesRequest.newBuilder().addServices(name).build());
    return (DescribeServicesResponse) ((Decision.Done) reply).response();
  }

  List<String> messages() {
    return state.events(SERVICE).stream().map(ServiceEvent::getMessage).toList();
  }
}
