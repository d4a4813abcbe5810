package io.fairlead.scheduler.core;

import static io.fairlead.proto.ecs.HealthStatus.HEALTH_STATUS_HEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.ecs.ContainerInstanceStatus;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.CreateServiceResponse;
import io.fairlead.proto.ecs.DeploymentConfiguration;
import io.fairlead.proto.ecs.DescribeServicesRequest;
import io.fairlead.proto.ecs.DescribeServicesResponse;
import io.fairlead.proto.ecs.HealthCheck;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.SchedulingStrategy;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.ServiceEvent;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.UpdateContainerInstancesStateRequest;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import io.fairlead.proto.ecs.UpdateServiceResponse;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The service {@code web} in a test's cluster, and agents that do what the test says. */
final class ServiceWorld {
  static final String WEB = "web";

  final TestCluster cluster = new TestCluster();

  /** A cluster with so many instances, {@code i00}, {@code i01} and so on, in two zones. */
  ServiceWorld(int instances) {
    for (int i = 0; i < instances; i++) {
      connect("i%02d".formatted(i));
    }
  }

  /** An instance with room for 16 tasks. */
  void connect(String id) {
    String zone = id.charAt(id.length() - 1) % 2 == 0 ? "a" : "b";
    cluster.connect(TestCluster.hello(id, 2048, 4096, Map.of("ecs.availability-zone", zone)));
  }

  void setStatus(String instance, ContainerInstanceStatus status) {
    cluster.call(
        UpdateContainerInstancesStateRequest.newBuilder()
            .addContainerInstances(TestCluster.instanceArn(instance))
            .setStatus(status)
            .build());
  }

  void drain(String instance) {
    setStatus(instance, ContainerInstanceStatus.CONTAINER_INSTANCE_STATUS_DRAINING);
  }

  /** A revision whose container has no health check. */
  static TaskDefinitionRecord plain(int revision) {
    return TestCluster.revision("app", revision, definition -> definition);
  }

  /** A revision whose container has one. */
  static TaskDefinitionRecord checked(int revision) {
    return TestCluster.revision("app", revision, ServiceWorld::withCheck);
  }

  private static TaskDefinition.Builder withCheck(TaskDefinition.Builder definition) {
    definition
        .getContainerDefinitionsBuilder(0)
        .setHealthCheck(HealthCheck.newBuilder().addCommand("true"));
    return definition;
  }

  static CreateServiceRequest.Builder request(int desired) {
    return CreateServiceRequest.newBuilder()
        .setServiceName(WEB)
        .setTaskDefinition("app")
        .setDesiredCount(desired);
  }

  static CreateServiceRequest.Builder daemon() {
    return CreateServiceRequest.newBuilder()
        .setServiceName(WEB)
        .setTaskDefinition("app")
        .setSchedulingStrategy(SchedulingStrategy.SCHEDULING_STRATEGY_DAEMON);
  }

  static DeploymentConfiguration limits(int min, int max) {
    return DeploymentConfiguration.newBuilder()
        .setMinimumHealthyPercent(min)
        .setMaximumPercent(max)
        .build();
  }

  Service create(CreateServiceRequest.Builder request, TaskDefinitionRecord definition) {
    return cluster
        .done(CreateServiceResponse.class, cluster.call(request.build(), definition))
        .getService();
  }

  Service update(UnaryOperator<UpdateServiceRequest.Builder> more) {
    UpdateServiceRequest request =
        more.apply(UpdateServiceRequest.newBuilder().setService(WEB)).build();
    return cluster.done(UpdateServiceResponse.class, cluster.call(request)).getService();
  }

  Service update(TaskDefinitionRecord definition) {
    UpdateServiceRequest request =
        UpdateServiceRequest.newBuilder().setService(WEB).setTaskDefinition("app").build();
    return cluster
        .done(UpdateServiceResponse.class, cluster.call(request, definition))
        .getService();
  }

  Service scale(int desired) {
    return update(request -> request.setDesiredCount(desired));
  }

  /** Time passes; whatever falls due meanwhile is looked at in its moment. */
  void pass(Duration time) {
    Instant end = cluster.now().plus(time);
    while (nextDue().filter(due -> !due.isAfter(end)).isPresent()) {
      Instant due = nextDue().orElseThrow();
      Duration until = Duration.between(cluster.now(), due);
      cluster.pass(until.isNegative() ? Duration.ZERO : until);
      assertThat(nextDue()).as("a due moment passes").isNotEqualTo(Optional.of(due));
    }
    cluster.pass(Duration.between(cluster.now(), end));
  }

  private Optional<Instant> nextDue() {
    return cluster.state().nextDue();
  }

  void observe(TaskRecord task, String status) {
    observe(task, status, HealthStatus.HEALTH_STATUS_UNSPECIFIED);
  }

  void observe(TaskRecord task, String status, HealthStatus health) {
    Observation.Builder seen = cluster.seen(task.getTask().getTaskArn(), status);
    seen.getContainersBuilder(0).setHealth(health);
    cluster.observe(seen.build());
  }

  /** The service's tasks that have not stopped, the oldest first. */
  List<TaskRecord> tasks() {
    return cluster.state().tasksOf(WEB).stream()
        .sorted(Comparator.comparing(task -> ProtoTime.instant(task.getTask().getCreatedAt())))
        .toList();
  }

  List<TaskRecord> tasksOn(String instance) {
    return tasks().stream()
        .filter(
            task ->
                task.getTask().getContainerInstanceArn().equals(TestCluster.instanceArn(instance)))
        .toList();
  }

  /** How many tasks were ever made, the stopped ones that are remembered among them. */
  long made() {
    return cluster.state().tasks().stream().filter(task -> task.getService().equals(WEB)).count();
  }

  /** Every task does what it is told, and is healthy, until nothing is left to do. */
  void obey() {
    for (int round = 0; round < 200; round++) {
      List<TaskRecord> behind = tasks().stream().filter(task -> !isThere(task)).toList();
      if (behind.isEmpty()) {
        return;
      }
      behind.forEach(task -> observe(now(task), desired(now(task)), HEALTH_STATUS_HEALTHY));
    }
    throw new AssertionError("the service does not come to rest: " + service());
  }

  private TaskRecord now(TaskRecord task) {
    return cluster.task(task.getTask().getTaskArn());
  }

  private static String desired(TaskRecord task) {
    return task.getTask().getDesiredStatus();
  }

  private boolean isThere(TaskRecord task) {
    return desired(task).equals(task.getTask().getLastStatus())
        && (!isChecked(task) || task.getTask().getHealthStatus() == HEALTH_STATUS_HEALTHY);
  }

  boolean isChecked(TaskRecord task) {
    return cluster
        .state()
        .definition(task.getTask().getTaskDefinitionArn())
        .orElseThrow()
        .getDefinition()
        .getContainerDefinitions(0)
        .hasHealthCheck();
  }

  Service service() {
    return describe(WEB).getServices(0);
  }

  DescribeServicesResponse describe(String name) {
    return cluster.done(
        DescribeServicesResponse.class,
        cluster.call(DescribeServicesRequest.newBuilder().addServices(name).build()));
  }

  /**
   * The texts of the service's events, the newest first, with ids of tasks and deployments hidden.
   */
  List<String> messages() {
    return cluster.state().events(WEB).stream()
        .map(ServiceEvent::getMessage)
        .map(text -> text.replaceAll("task [0-9a-f]{32}", "task T"))
        .map(text -> text.replaceAll("ecs-svc/[0-9]{19}", "ecs-svc/D"))
        .toList();
  }
}
