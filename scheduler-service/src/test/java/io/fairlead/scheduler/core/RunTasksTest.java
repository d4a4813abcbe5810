package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.fairlead.proto.Arn;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.agent.Welcome;
import io.fairlead.proto.ecs.CapacityProviderStrategyItem;
import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerOverride;
import io.fairlead.proto.ecs.LaunchType;
import io.fairlead.proto.ecs.NetworkConfiguration;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementConstraintType;
import io.fairlead.proto.ecs.PortMapping;
import io.fairlead.proto.ecs.PropagateTags;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.RunTaskResponse;
import io.fairlead.proto.ecs.Secret;
import io.fairlead.proto.ecs.StartTaskRequest;
import io.fairlead.proto.ecs.Tag;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TaskDefinitionStatus;
import io.fairlead.proto.ecs.TaskVolumeConfiguration;
import io.fairlead.proto.ecs.Volume;
import io.fairlead.proto.state.TaskDefinitionRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RunTasksTest {
  private static final TaskDefinitionRecord WEB = TestCluster.definition("web");

  private final TestCluster cluster = new TestCluster();

  private RunTaskResponse run(UnaryOperator<RunTaskRequest.Builder> more) {
    return run(WEB, more);
  }

  private RunTaskResponse run(
      TaskDefinitionRecord definition, UnaryOperator<RunTaskRequest.Builder> more) {
    RunTaskRequest request = more.apply(request()).build();
    return cluster.done(RunTaskResponse.class, cluster.call(request, definition));
  }

  private static RunTaskRequest.Builder request() {
    return RunTaskRequest.newBuilder().setTaskDefinition("web");
  }

  @Test
  void makesATaskAsEcsShowsIt() {
    cluster.connect(
        TestCluster.hello(
            "a",
            2048,
            4096,
            Map.of("ecs.availability-zone", "rack-1", "ecs.cpu-architecture", "x86_64")));
    Task task = run(request -> request).getTasks(0);

    assertThat(task.getTaskArn())
        .matches("arn:aws:ecs:us-east-1:000000000000:task/default/[0-9a-f]{32}");
    assertThat(task.getClusterArn()).isEqualTo(TestCluster.REALM.cluster("default"));
    assertThat(task.getContainerInstanceArn()).isEqualTo(TestCluster.instanceArn("a"));
    assertThat(task.getTaskDefinitionArn()).isEqualTo(TestCluster.REALM.taskDefinition("web", 1));
    assertThat(task.getLastStatus()).isEqualTo("PENDING");
    assertThat(task.getDesiredStatus()).isEqualTo("RUNNING");
    assertThat(task.getGroup()).isEqualTo("family:web");
    assertThat(task.getLaunchType()).isEqualTo(LaunchType.LAUNCH_TYPE_EC2);
    assertThat(task.getAvailabilityZone()).isEqualTo("rack-1");
    assertThat(task.getAttributes(0).getValue()).isEqualTo("x86_64");
    assertThat(task.getCpu()).isEqualTo("128");
    assertThat(task.getMemory()).isEqualTo("256");
    assertThat(task.getVersion()).isEqualTo(1);
    assertThat(task.getCreatedAt()).isEqualTo(ProtoTime.of(cluster.now()));
    assertThat(task.hasStartedBy()).isFalse();
    Container container = task.getContainers(0);
    assertThat(container.getName()).isEqualTo("main");
    assertThat(container.getImage()).isEqualTo(TestCluster.IMAGE);
    assertThat(container.getLastStatus()).isEqualTo("PENDING");
    assertThat(container.getMemory()).isEqualTo("256");
    assertThat(container.hasMemoryReservation()).isFalse();
    assertThat(container.getContainerArn())
        .contains(":container/default/" + Arn.nameOf(task.getTaskArn()));
    assertThat(task.getOverrides().getContainerOverrides(0).getName()).isEqualTo("main");
  }

  @Test
  void theAgentHearsOfTheTask() {
    cluster.connect("a");
    Task task = run(request -> request).getTasks(0);
    var assignment =
        Assignments.news(cluster.state(), Optional.empty(), cluster.task(task.getTaskArn()))
            .orElseThrow();
    assertThat(assignment.getTaskDefinition()).isEqualTo(WEB.getDefinition());
    assertThat(assignment.getVersion()).isEqualTo(1);

    Welcome welcome = cluster.connect("a");
    assertThat(welcome.getAssignments().getAssignmentsList()).containsExactly(assignment);
  }

  @Test
  void planningLeavesNoTrace() {
    cluster.connect("a");
    Scheduler scheduler = new Scheduler(TestCluster.REALM, Settings.DEFAULTS);
    Input call = new Input.Call(cluster.now(), 7, request().setCount(10).build(), Optional.of(WEB));
    Decision first = scheduler.plan(cluster.state(), call);

    assertThat(cluster.state().tasks()).isEmpty();
    assertThat(scheduler.plan(cluster.state(), call)).isEqualTo(first);
  }

  @Test
  void whatDoesNotFitFailsWithReasonAndCounts() {
    cluster.connect(TestCluster.hello("a", 300, 4096, Map.of()));
    cluster.connect(TestCluster.hello("b", 2048, 100, Map.of()));
    cluster.connect(TestCluster.hello("c", 2048, 100, Map.of()));
    RunTaskResponse response = run(request -> request.setCount(4));

    assertThat(response.getTasksCount()).isEqualTo(2);
    assertThat(response.getFailuresCount()).isEqualTo(2);
    assertThat(response.getFailures(0).getReason()).isEqualTo("RESOURCE:MEMORY");
    assertThat(response.getFailures(0).getDetail())
        .isEqualTo(
            "None of 3 container instance(s) fits: RESOURCE:MEMORY on 2, RESOURCE:CPU on 1.");
  }

  @Test
  void aSoleInstanceThatRefusesIsNamed() {
    cluster.connect(TestCluster.hello("a", 100, 4096, Map.of()));
    assertThat(run(request -> request).getFailures(0).getArn())
        .isEqualTo(TestCluster.instanceArn("a"));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(r -> r.setCount(0), "count"),
        refusal(r -> r.setCount(11), "count"),
        refusal(r -> r.setGroup("service:web"), "Invalid namespace for group"),
        refusal(r -> r.setStartedBy("x".repeat(129)), "startedBy"),
        refusal(r -> r.setStartedBy("a b"), "startedBy"),
        refusal(r -> r.setClientToken("x".repeat(65)), "clientToken"),
        refusal(r -> r.setLaunchType(LaunchType.LAUNCH_TYPE_FARGATE), "FARGATE"),
        refusal(
            r -> r.setLaunchType(LaunchType.LAUNCH_TYPE_MANAGED_INSTANCES), "MANAGED_INSTANCES"),
        refusal(r -> r.setPlatformVersion("LATEST"), "platformVersion"),
        refusal(
            r -> r.setNetworkConfiguration(NetworkConfiguration.getDefaultInstance()),
            "networkConfiguration"),
        refusal(
            r -> r.addCapacityProviderStrategy(CapacityProviderStrategyItem.getDefaultInstance()),
            "capacityProviderStrategy"),
        refusal(
            r -> r.addVolumeConfigurations(TaskVolumeConfiguration.getDefaultInstance()),
            "volumeConfigurations"),
        refusal(r -> r.setPropagateTags(PropagateTags.PROPAGATE_TAGS_SERVICE), "propagateTags"),
        refusal(r -> r.addTags(tag("aws:x", "1")), "aws:"),
        refusal(r -> withOverride(r, "other"), "Override for container named other is not"),
        refusal(
            r -> {
              withOverride(r, "main")
                  .getOverridesBuilder()
                  .getContainerOverridesBuilder(0)
                  .setCpu(-1);
              return r;
            },
            "cpu must not be negative"),
        refusal(
            r -> {
              withOverride(r, "main")
                  .getOverridesBuilder()
                  .getContainerOverridesBuilder(0)
                  .setMemory(-4096);
              return r;
            },
            "memoryReservation must be 6 MiB or more"),
        refusal(
            r -> {
              r.getOverridesBuilder().setCpu("lots");
              return r;
            },
            "overrides.cpu"),
        refusal(
            r -> {
              for (int i = 0; i < 11; i++) {
                r.addPlacementConstraints(distinct());
              }
              return r;
            },
            "placementConstraints"));
  }

  private static Arguments refusal(UnaryOperator<RunTaskRequest.Builder> more, String message) {
    return Arguments.of(more, message);
  }

  private static PlacementConstraint distinct() {
    return PlacementConstraint.newBuilder()
        .setType(PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_DISTINCT_INSTANCE)
        .build();
  }

  private static RunTaskRequest.Builder withOverride(RunTaskRequest.Builder request, String name) {
    request
        .getOverridesBuilder()
        .addContainerOverrides(ContainerOverride.newBuilder().setName(name));
    return request;
  }

  private static Tag tag(String key, String value) {
    return Tag.newBuilder().setKey(key).setValue(value).build();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesByName(UnaryOperator<RunTaskRequest.Builder> more, String message) {
    cluster.connect("a");
    Rejection rejection = cluster.refused(cluster.call(more.apply(request()).build(), WEB));
    assertThat(rejection.message()).contains(message);
    assertThat(cluster.last().changes()).isEmpty();
  }

  static Stream<Arguments> unsupportedDefinitions() {
    return Stream.of(
        unsupported(d -> d.setNetworkMode(NetworkMode.NETWORK_MODE_AWSVPC), "awsvpc"),
        unsupported(
            d -> d.addVolumes(Volume.newBuilder().setName("v").setConfiguredAtLaunch(true)),
            "configuredAtLaunch of volume v"),
        unsupported(
            d ->
                d.addContainerDefinitions(
                    ContainerDefinition.newBuilder()
                        .setName("s")
                        .addSecrets(Secret.getDefaultInstance())),
            "secrets of container s"));
  }

  private static Arguments unsupported(UnaryOperator<TaskDefinition.Builder> more, String name) {
    return Arguments.of(more, name);
  }

  @ParameterizedTest
  @MethodSource("unsupportedDefinitions")
  void whatNoAgentHonoursIsRefusedByName(
      UnaryOperator<TaskDefinition.Builder> more, String message) {
    cluster.connect("a");
    Rejection rejection =
        cluster.refused(cluster.call(request().build(), TestCluster.definition("web", more)));
    assertThat(rejection.type()).isEqualTo(Rejection.Type.UNSUPPORTED_FEATURE);
    assertThat(rejection.message()).contains(message);
  }

  @Test
  void needsAnActiveDefinitionAnInstanceAndACluster() {
    assertThat(cluster.refused(cluster.call(request().build(), WEB)).message())
        .isEqualTo("No Container Instances were found in your cluster.");
    cluster.connect("a");
    assertThat(cluster.refused(cluster.call(request().build())).type())
        .isEqualTo(Rejection.Type.CLIENT);
    TaskDefinitionRecord old =
        TestCluster.definition(
            "web", d -> d.setStatus(TaskDefinitionStatus.TASK_DEFINITION_STATUS_INACTIVE));
    assertThat(cluster.refused(cluster.call(request().build(), old)).message())
        .contains("inactive");

    Input call = new Input.Call(cluster.now(), 1, request().build(), Optional.of(WEB));
    Decision nowhere =
        new Scheduler(TestCluster.REALM, Settings.DEFAULTS).plan(new ClusterState("x"), call);
    assertThat(cluster.refused(nowhere.reply()).type()).isEqualTo(Rejection.Type.CLUSTER_NOT_FOUND);
  }

  @Test
  void aRetryWithTheSameTokenGivesTheSameTasks() {
    cluster.connect("a");
    RunTaskResponse first = run(request -> request.setClientToken("t").setCount(2));
    RunTaskResponse again = run(request -> request.setClientToken("t").setCount(2));

    assertThat(again).isEqualTo(first);
    assertThat(cluster.state().tasks()).hasSize(2);
    Rejection other =
        cluster.refused(cluster.call(request().setClientToken("t").setCount(3).build(), WEB));
    assertThat(other.type()).isEqualTo(Rejection.Type.CONFLICT);
    assertThat(other.members().get("resourceIds")).contains(first.getTasks(0).getTaskArn());

    cluster.pass(Due.TOKEN_KEPT);
    assertThat(run(request -> request.setClientToken("t").setCount(3)).getTasksCount())
        .isEqualTo(3);
  }

  @Test
  void aCallThatMadeNothingMayBeRepeated() {
    cluster.connect(TestCluster.hello("a", 100, 100, Map.of()));
    assertThat(run(request -> request.setClientToken("t")).getFailuresCount()).isEqualTo(1);
    cluster.connect("b");
    assertThat(run(request -> request.setClientToken("t")).getTasksCount()).isEqualTo(1);
  }

  @Test
  void callersWaitWhileThousandsOfTasksWaitForTheirAgents() {
    cluster.connect(TestCluster.hello("a", 5_001 * 128, 5_001 * 256, Map.of()));
    Task task = null;
    for (int tasks = 0; tasks < 5_000; tasks += 10) {
      task = run(request -> request.setCount(10)).getTasks(0);
    }
    StartTaskRequest named =
        StartTaskRequest.newBuilder()
            .setTaskDefinition("web")
            .addContainerInstances(TestCluster.instanceArn("a"))
            .build();
    for (Message call : List.of(request().build(), named)) {
      Rejection rejection = cluster.refused(cluster.call(call, WEB));
      assertThat(rejection.type()).isEqualTo(Rejection.Type.THROTTLING);
      assertThat(rejection.message())
          .isEqualTo(
              "Rate exceeded: 5000 tasks of the cluster wait for a first word of their agents;"
                  + " try again when fewer do.");
    }
    cluster.observe(task.getTaskArn(), "PENDING");
    assertThat(run(request -> request).getTasksCount()).isEqualTo(1);
  }

  @Test
  void overridesCountForThePlace() {
    cluster.connect("a");
    Task task =
        run(request -> {
              withOverride(request, "main")
                  .getOverridesBuilder()
                  .getContainerOverridesBuilder(0)
                  .setCpu(1000)
                  .setMemory(2000);
              return request;
            })
            .getTasks(0);
    assertThat(task.getCpu()).isEqualTo("1000");
    assertThat(cluster.task(task.getTaskArn()).getReserved().getMemory()).isEqualTo(2000);
    assertThat(task.getContainers(0).getCpu()).isEqualTo("1000");
  }

  @Test
  void fixedHostPortsAreTakenOncePerInstance() {
    TaskDefinitionRecord fixed =
        TestCluster.definition(
            "web",
            d -> {
              d.getContainerDefinitionsBuilder(0)
                  .addPortMappings(PortMapping.newBuilder().setContainerPort(80).setHostPort(8080));
              return d;
            });
    cluster.connect("a");
    cluster.connect("b");
    RunTaskResponse response = run(fixed, request -> request.setCount(3));
    assertThat(response.getTasksList())
        .extracting(Task::getContainerInstanceArn)
        .containsExactlyInAnyOrder(TestCluster.instanceArn("a"), TestCluster.instanceArn("b"));
    assertThat(response.getFailures(0).getReason()).isEqualTo("RESOURCE:PORTS");
  }

  @Test
  void tagsComeFromTheCallTheDefinitionAndEcs() {
    TaskDefinitionRecord tagged =
        WEB.toBuilder().addTags(tag("team", "a")).addTags(tag("tier", "web")).build();
    cluster.connect("a");
    Task task =
        run(
                tagged,
                request ->
                    request
                        .setPropagateTags(PropagateTags.PROPAGATE_TAGS_TASK_DEFINITION)
                        .setEnableEcsManagedTags(true)
                        .addTags(tag("team", "b")))
            .getTasks(0);
    assertThat(task.getTagsList())
        .containsExactlyInAnyOrder(
            tag("team", "b"), tag("tier", "web"), tag("aws:ecs:clusterName", "default"));
  }

  @Test
  void stoppedTasksStayForAnHour() {
    cluster.connect("a");
    Task task = run(request -> request).getTasks(0);
    cluster.observe(task.getTaskArn(), "STOPPED");
    cluster.pass(Due.KEPT.minus(Duration.ofSeconds(1)));
    assertThat(cluster.state().task(task.getTaskArn())).isPresent();
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.state().task(task.getTaskArn())).isEmpty();
  }
}
