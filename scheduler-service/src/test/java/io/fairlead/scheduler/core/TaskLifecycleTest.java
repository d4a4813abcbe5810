package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.agent.ContainerObservation;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.HealthCheck;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.NetworkBinding;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.ecs.TransportProtocol;
import io.fairlead.proto.state.TaskRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TaskLifecycleTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final TestCluster cluster = new TestCluster();

  static Stream<Arguments> everyMove() {
    return Arrays.stream(TaskStatus.values())
        .filter(last -> last != TaskStatus.STOPPED)
        .flatMap(
            last ->
                Arrays.stream(TaskStatus.values())
                    .flatMap(
                        seen ->
                            Stream.of("RUNNING", "STOPPED")
                                .map(desired -> Arguments.of(last, seen, desired))));
  }

  private static TaskRecord task(TaskStatus last, String desired) {
    Task.Builder task =
        Task.newBuilder()
            .setTaskArn("task")
            .setContainerInstanceArn("instance")
            .setLastStatus(last.name())
            .setDesiredStatus(desired)
            .setVersion(5)
            .addContainers(Container.newBuilder().setName("main").setLastStatus("PENDING"));
    if (desired.equals("STOPPED")) {
      task.setStopCode(TaskStopCode.TASK_STOP_CODE_USER_INITIATED)
          .setStoppedReason("Task stopped by user")
          .setStoppingAt(ProtoTime.of(NOW));
    }
    return TaskRecord.newBuilder().setTask(task).setAssignmentVersion(1).build();
  }

  @ParameterizedTest(name = "{0} sees {1} desired {2}")
  @MethodSource("everyMove")
  void theStatusOnlyMovesForward(TaskStatus last, TaskStatus seen, String desired) {
    TaskRecord before = task(last, desired);
    TaskRecord after =
        TaskLifecycle.after(
            before,
            Observation.newBuilder().setStatus(seen.name()).setEpoch(1).setSequence(1).build(),
            TaskDefinition.getDefaultInstance(),
            NOW);

    TaskStatus now = TaskStatus.valueOf(after.getTask().getLastStatus());
    assertThat(now).isEqualTo(last.orLater(seen));
    assertThat(after.getTask().getVersion()).isEqualTo(6);
    assertThat(after.getTask().getDesiredStatus()).isEqualTo(now.ending() ? "STOPPED" : desired);
    assertThat(after.getTask().hasStopCode()).isEqualTo(now.ending() || desired.equals("STOPPED"));
    assertThat(after.getTask().hasStoppingAt())
        .isEqualTo(now.ending() || desired.equals("STOPPED"));
    assertThat(after.getTask().hasStoppedAt()).isEqualTo(now == TaskStatus.STOPPED);
    if (desired.equals("STOPPED")) {
      assertThat(after.getTask().getStopCode())
          .isEqualTo(TaskStopCode.TASK_STOP_CODE_USER_INITIATED);
      assertThat(after.getAssignmentVersion()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING, TASK_STOP_CODE_TASK_FAILED_TO_START, Task failed to start",
    "RUNNING, TASK_STOP_CODE_ESSENTIAL_CONTAINER_EXITED, Essential container in task exited"
  })
  void aTaskThatEndsByItselfSaysWhy(String reached, TaskStopCode code, String reason) {
    Task task = started();
    cluster.observe(task.getTaskArn(), reached);
    Task after = cluster.observe(task.getTaskArn(), "STOPPED").getTask();

    assertThat(after.getStopCode()).isEqualTo(code);
    assertThat(after.getStoppedReason()).isEqualTo(reason);
    assertThat(after.getContainers(0).getLastStatus()).isEqualTo("STOPPED");
  }

  private Task started() {
    cluster.connect("a");
    return cluster.run(TestCluster.definition("web"));
  }

  @Test
  void takesOverWhatTheAgentSaysOfContainers() {
    Task task = started();
    Observation.Builder seen = cluster.seen(task.getTaskArn(), "RUNNING");
    seen.getContainersBuilder(0)
        .setRuntimeId("c0ffee")
        .setImageDigest("sha256:1")
        .addNetworkBindings(NetworkBinding.newBuilder().setContainerPort(80).setHostPort(49153));
    TaskRecord running = cluster.observe(seen.build());

    Container container = running.getTask().getContainers(0);
    assertThat(container.getRuntimeId()).isEqualTo("c0ffee");
    assertThat(container.getImageDigest()).isEqualTo("sha256:1");
    assertThat(container.getNetworkBindings(0).getHostPort()).isEqualTo(49153);
    assertThat(running.getTask().hasStartedAt()).isTrue();
    assertThat(
            cluster.state().instance(TestCluster.instanceArn("a")).orElseThrow().free().tcpPorts())
        .containsExactly(22, 49153);

    Observation.Builder gone = cluster.seen(task.getTaskArn(), "STOPPED");
    gone.setStopCode(TaskStopCode.TASK_STOP_CODE_ESSENTIAL_CONTAINER_EXITED)
        .setStoppedReason("Essential container in task exited")
        .getContainersBuilder(0)
        .setExitCode(3)
        .setReason("crashed");
    Task stopped = cluster.observe(gone.build()).getTask();
    assertThat(stopped.getContainers(0).getExitCode()).isEqualTo(3);
    assertThat(stopped.getContainers(0).getReason()).isEqualTo("crashed");
    assertThat(
            cluster.state().instance(TestCluster.instanceArn("a")).orElseThrow().free().tcpPorts())
        .containsExactly(22);
  }

  @Test
  void reportedPortsKeepTheirProtocol() {
    Task task = started();
    Observation.Builder seen = cluster.seen(task.getTaskArn(), "RUNNING");
    seen.getContainersBuilder(0)
        .addNetworkBindings(
            NetworkBinding.newBuilder()
                .setHostPort(53)
                .setProtocol(TransportProtocol.TRANSPORT_PROTOCOL_UDP));
    assertThat(cluster.observe(seen.build()).getReserved().getUdpPortsList()).containsExactly(53);
  }

  @Test
  void anOlderObservationDoesNothing() {
    Task task = started();
    Observation late = cluster.seen(task.getTaskArn(), "STOPPED").build();
    TaskRecord running = cluster.observe(task.getTaskArn(), "RUNNING");

    assertThat(cluster.observe(late)).isEqualTo(running);
    assertThat(cluster.last().changes()).isEmpty();
  }

  @Test
  void aNewSessionCountsFromItsBeginning() {
    Task task = started();
    Observation.Builder first = cluster.seen(task.getTaskArn(), "RUNNING").setSequence(900);
    cluster.observe(first.build());
    cluster.connect("a");

    Observation again = cluster.seen(task.getTaskArn(), "STOPPED").setSequence(1).build();
    assertThat(cluster.observe(again).getTask().getLastStatus()).isEqualTo("STOPPED");
  }

  @Test
  void anotherInstanceOrAnUnknownTaskDoesNothing() {
    Task task = started();
    TaskRecord before = cluster.task(task.getTaskArn());
    Observation foreign =
        cluster
            .seen(task.getTaskArn(), "STOPPED")
            .setContainerInstanceArn(TestCluster.instanceArn("b"))
            .build();
    assertThat(cluster.observe(foreign)).isEqualTo(before);

    cluster.handle(new Input.Observed(NOW, 1, foreign.toBuilder().setTaskArn("nowhere").build()));
    assertThat(cluster.last().changes()).isEmpty();
  }

  @Test
  void aStatusThatDoesNotExistIsRefused() {
    Task task = started();
    Observation odd = cluster.seen(task.getTaskArn(), "RUNNING").setStatus("SLEEPING").build();
    assertThat(cluster.handle(new Input.Observed(NOW, 1, odd)))
        .isInstanceOf(Decision.Refused.class);
  }

  @Test
  void anAgentThatStopsATaskHearsThatItIsToStop() {
    Task task = started();
    cluster.observe(task.getTaskArn(), "RUNNING");
    TaskRecord before = cluster.task(task.getTaskArn());
    TaskRecord after = cluster.observe(task.getTaskArn(), "STOPPING");

    assertThat(Assignments.news(cluster.state(), Optional.of(before), after))
        .hasValueSatisfying(
            assignment -> assertThat(assignment.getDesiredStatus()).isEqualTo("STOPPED"));
  }

  static Stream<Arguments> healths() {
    return Stream.of(
        Arguments.of(List.of(), HealthStatus.HEALTH_STATUS_UNKNOWN),
        Arguments.of(List.of("HEALTHY"), HealthStatus.HEALTH_STATUS_HEALTHY),
        Arguments.of(List.of("HEALTHY", "HEALTHY"), HealthStatus.HEALTH_STATUS_HEALTHY),
        Arguments.of(List.of("HEALTHY", "UNKNOWN"), HealthStatus.HEALTH_STATUS_UNKNOWN),
        Arguments.of(List.of("UNKNOWN", "UNHEALTHY"), HealthStatus.HEALTH_STATUS_UNHEALTHY));
  }

  @ParameterizedTest
  @MethodSource("healths")
  void theTasksHealthIsThatOfItsCheckedEssentialContainers(
      List<String> healths, HealthStatus expected) {
    cluster.connect("a");
    Task task =
        cluster.run(
            TestCluster.definition(
                "web",
                definition -> {
                  for (int i = 0; i < healths.size(); i++) {
                    definition.addContainerDefinitions(checked("c" + i, true));
                  }
                  return definition.addContainerDefinitions(checked("side", false));
                }));
    Observation.Builder seen = cluster.seen(task.getTaskArn(), "RUNNING").clearContainers();
    seen.addContainers(health("side", "UNHEALTHY"));
    for (int i = 0; i < healths.size(); i++) {
      seen.addContainers(health("c" + i, healths.get(i)));
    }
    assertThat(cluster.observe(seen.build()).getTask().getHealthStatus()).isEqualTo(expected);
  }

  private static ContainerDefinition checked(String name, boolean essential) {
    return ContainerDefinition.newBuilder()
        .setName(name)
        .setEssential(essential)
        .setHealthCheck(HealthCheck.newBuilder().addCommand("true"))
        .build();
  }

  private static ContainerObservation health(String name, String health) {
    return ContainerObservation.newBuilder()
        .setName(name)
        .setStatus("RUNNING")
        .setHealth(HealthStatus.valueOf("HEALTH_STATUS_" + health))
        .build();
  }
}
