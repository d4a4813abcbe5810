package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.Arn;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.agent.Welcome;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.ContainerInstanceField;
import io.fairlead.proto.ecs.ContainerInstanceStatus;
import io.fairlead.proto.ecs.DeregisterContainerInstanceRequest;
import io.fairlead.proto.ecs.DeregisterContainerInstanceResponse;
import io.fairlead.proto.ecs.DescribeContainerInstancesRequest;
import io.fairlead.proto.ecs.DescribeContainerInstancesResponse;
import io.fairlead.proto.ecs.ListContainerInstancesRequest;
import io.fairlead.proto.ecs.ListContainerInstancesResponse;
import io.fairlead.proto.ecs.Resource;
import io.fairlead.proto.ecs.Tag;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.ecs.UpdateContainerInstancesStateRequest;
import io.fairlead.proto.ecs.UpdateContainerInstancesStateResponse;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstancesTest {
  private static final TaskDefinitionRecord WEB = TestCluster.definition("web");
  private static final String A = TestCluster.instanceArn("a");
  private static final Duration LEASE = Settings.DEFAULTS.lease();

  private final TestCluster cluster = new TestCluster();

  private ContainerInstance describe(String id) {
    return cluster
        .done(
            DescribeContainerInstancesResponse.class,
            cluster.call(
                DescribeContainerInstancesRequest.newBuilder()
                    .addContainerInstances(id)
                    .addInclude(ContainerInstanceField.CONTAINER_INSTANCE_FIELD_TAGS)
                    .build()))
        .getContainerInstances(0);
  }

  private static Map<String, Object> resources(List<Resource> resources) {
    return resources.stream()
        .collect(
            Collectors.toMap(
                Resource::getName,
                resource ->
                    resource.hasIntegerValue()
                        ? resource.getIntegerValue()
                        : List.copyOf(resource.getStringSetValueList())));
  }

  @Test
  void showsWhatTasksLeaveFree() {
    cluster.connect("a");
    cluster.run(WEB);
    Task second = cluster.run(WEB);
    cluster.observe(second.getTaskArn(), "RUNNING");

    ContainerInstance instance = describe("a");
    assertThat(instance.getStatus()).isEqualTo("ACTIVE");
    assertThat(instance.getAgentConnected()).isTrue();
    assertThat(instance.getRunningTasksCount()).isEqualTo(1);
    assertThat(instance.getPendingTasksCount()).isEqualTo(1);
    assertThat(resources(instance.getRemainingResourcesList()))
        .containsEntry("CPU", 2048 - 256)
        .containsEntry("MEMORY", 4096 - 512)
        .containsEntry("PORTS", List.of("22"));
    assertThat(resources(instance.getRegisteredResourcesList())).containsEntry("CPU", 2048);
  }

  @Test
  void comingBackKeepsWhatCallersSaidAndRenewsWhatTheAgentSays() {
    Hello first =
        TestCluster.hello("a", 100, 100, Map.of("ecs.capability.old", "", "rack", "1")).toBuilder()
            .addTags(Tag.newBuilder().setKey("k").setValue("v"))
            .build();
    assertThat(cluster.connect(first).getEpoch()).isEqualTo(1);
    drain("a", ContainerInstanceStatus.CONTAINER_INSTANCE_STATUS_DRAINING);
    long version = describe("a").getVersion();
    Welcome again = cluster.connect(TestCluster.hello("a", 300, 300, Map.of("zone", "2")));

    assertThat(again.getEpoch()).isEqualTo(2);
    ContainerInstance instance = describe("a");
    assertThat(instance.getVersion()).isEqualTo(version + 1);
    assertThat(instance.getStatus()).isEqualTo("DRAINING");
    assertThat(instance.getTagsCount()).isEqualTo(1);
    assertThat(resources(instance.getRegisteredResourcesList())).containsEntry("CPU", 300);
    assertThat(instance.getAttributesList())
        .contains(TestCluster.attribute("rack", "1"), TestCluster.attribute("zone", "2"))
        .doesNotContain(TestCluster.attribute("ecs.capability.old", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "other, arn:aws:ecs:us-east-1:000000000000:container-instance/default/a",
    "default, arn:aws:ecs:us-east-1:000000000000:container-instance/other/a",
    "default, arn:aws:ecs:us-east-1:000000000000:task/default/a",
    "default, a"
  })
  void anInstanceBelongsToOneCluster(String named, String arn) {
    Hello hello = Hello.newBuilder().setCluster(named).setContainerInstanceArn(arn).build();
    cluster.refused(cluster.handle(new Input.AgentConnected(cluster.now(), 1, hello)));
    assertThat(cluster.state().instances()).isEmpty();
  }

  @Test
  void aLostInstanceLosesItsTasksAndIsToldSoWhenItComesBack() {
    cluster.connect("a");
    Task task = cluster.run(WEB);
    cluster.observe(task.getTaskArn(), "RUNNING");
    cluster.disconnect("a");
    assertThat(describe("a").getAgentConnected()).isFalse();

    cluster.pass(LEASE.minus(Duration.ofMillis(1)));
    assertThat(cluster.task(task.getTaskArn()).getTask().getLastStatus()).isEqualTo("RUNNING");
    cluster.pass(Duration.ofMillis(1));
    Task gone = cluster.task(task.getTaskArn()).getTask();
    assertThat(gone.getLastStatus()).isEqualTo("STOPPED");
    assertThat(gone.getDesiredStatus()).isEqualTo("STOPPED");
    assertThat(gone.getStopCode()).isEqualTo(TaskStopCode.TASK_STOP_CODE_TERMINATION_NOTICE);
    assertThat(gone.getStoppedReason()).startsWith("Container instance lost");
    assertThat(gone.getContainers(0).getLastStatus()).isEqualTo("STOPPED");
    assertThat(describe("a").getStatus()).isEqualTo("ACTIVE");

    Welcome back = cluster.connect("a");
    assertThat(back.getAssignments().getAssignmentsList()).isEmpty();
    assertThat(cluster.observe(task.getTaskArn(), "RUNNING").getTask()).isEqualTo(gone);
  }

  @Test
  void anInstanceWithoutSessionWhoseObservationsArriveIsNotLost() {
    cluster.connect("a");
    Task task = cluster.run(WEB);
    cluster.disconnect("a");
    for (int sequence = 1; sequence <= 5; sequence++) {
      cluster.pass(LEASE.multipliedBy(3).dividedBy(4));
      cluster.observe(cluster.seen(task.getTaskArn(), "RUNNING").build());
    }
    assertThat(cluster.task(task.getTaskArn()).getTask().getLastStatus()).isEqualTo("RUNNING");
    assertThat(describe("a").getAgentConnected()).isFalse();

    Observation old = cluster.seen(task.getTaskArn(), "RUNNING").setEpoch(0).build();
    cluster.pass(LEASE.multipliedBy(3).dividedBy(4));
    cluster.observe(old);
    cluster.pass(LEASE.dividedBy(4));
    assertThat(cluster.task(task.getTaskArn()).getTask().getLastStatus()).isEqualTo("STOPPED");
  }

  @Test
  void comingBackInTimeLosesNothing() {
    cluster.connect("a");
    Task task = cluster.run(WEB);
    cluster.disconnect("a");
    cluster.pass(LEASE.dividedBy(2));
    assertThat(cluster.connect("a").getAssignments().getAssignmentsCount()).isEqualTo(1);
    cluster.pass(LEASE.multipliedBy(2));
    assertThat(cluster.task(task.getTaskArn()).getTask().getLastStatus()).isEqualTo("PENDING");
  }

  @Test
  void theEndOfAnEarlierSessionMeansNothing() {
    cluster.connect("a");
    cluster.connect("a");
    cluster.handle(new Input.AgentDisconnected(cluster.now(), 1, A, 1, false));
    assertThat(describe("a").getAgentConnected()).isTrue();
    assertThat(cluster.last().changes()).isEmpty();
  }

  @Test
  void afterRecoveryEveryInstanceHasALeaseToComeBack() {
    cluster.connect("a");
    cluster.connect("b");
    Task task = cluster.run(WEB, request -> request.setGroup("g"));
    cluster.pass(LEASE.multipliedBy(10));
    cluster.recover();
    assertThat(describe("a").getAgentConnected()).isFalse();
    assertThat(cluster.refusedPlacement(WEB)).isEqualTo("AGENT");

    cluster.pass(LEASE.dividedBy(2));
    cluster.connect(TestCluster.hello(idOf(task), 2048, 4096, Map.of()));
    cluster.pass(LEASE);
    assertThat(cluster.task(task.getTaskArn()).getTask().getLastStatus()).isEqualTo("PENDING");
  }

  @Test
  void whoHasComeBackBeforeItsSessionIsToldOfStaysConnected() {
    cluster.connect("a");
    cluster.connect("b");
    List<Input.Recovered.Session> before = cluster.sessions();
    cluster.connect("a");
    cluster.recover(before);
    assertThat(describe("a").getAgentConnected()).isTrue();
    assertThat(describe("b").getAgentConnected()).isFalse();
  }

  private static String idOf(Task task) {
    return Arn.nameOf(task.getContainerInstanceArn());
  }

  private UpdateContainerInstancesStateResponse drain(String id, ContainerInstanceStatus status) {
    return cluster.done(
        UpdateContainerInstancesStateResponse.class,
        cluster.call(
            UpdateContainerInstancesStateRequest.newBuilder()
                .addContainerInstances(id)
                .setStatus(status)
                .build()));
  }

  @Test
  void aDrainingInstanceKeepsItsTasksAndTakesNoMore() {
    cluster.connect("a");
    Task task = cluster.run(WEB);
    drain("a", ContainerInstanceStatus.CONTAINER_INSTANCE_STATUS_DRAINING);
    assertThat(cluster.refusedPlacement(WEB)).isEqualTo("INACTIVE");
    assertThat(cluster.task(task.getTaskArn()).getTask().getDesiredStatus()).isEqualTo("RUNNING");

    drain("a", ContainerInstanceStatus.CONTAINER_INSTANCE_STATUS_ACTIVE);
    cluster.run(WEB);
  }

  @Test
  void onlyActiveAndDrainingCanBeAskedForAndMissingOnesAreFailures() {
    cluster.refused(
        cluster.call(
            UpdateContainerInstancesStateRequest.newBuilder()
                .addContainerInstances("a")
                .setStatus(ContainerInstanceStatus.CONTAINER_INSTANCE_STATUS_REGISTERING)
                .build()));
    assertThat(
            drain("a", ContainerInstanceStatus.CONTAINER_INSTANCE_STATUS_DRAINING)
                .getFailures(0)
                .getReason())
        .isEqualTo("MISSING");
  }

  private static DeregisterContainerInstanceRequest deregister(boolean force) {
    return DeregisterContainerInstanceRequest.newBuilder()
        .setContainerInstance("a")
        .setForce(force)
        .build();
  }

  @Test
  void deregisteringNeedsForceWhereTasksRun() {
    cluster.connect("a");
    Task task = cluster.run(WEB);
    assertThat(cluster.refused(cluster.call(deregister(false))).message())
        .isEqualTo("Found running tasks on the instance.");

    ContainerInstance gone =
        cluster
            .done(DeregisterContainerInstanceResponse.class, cluster.call(deregister(true)))
            .getContainerInstance();
    assertThat(gone.getStatus()).isEqualTo("INACTIVE");
    assertThat(gone.getAgentConnected()).isFalse();
    assertThat(cluster.task(task.getTaskArn()).getTask().getStoppedReason())
        .isEqualTo("Container instance deregistration forced by user.");
    assertThat(cluster.task(task.getTaskArn()).getTask().getLastStatus()).isEqualTo("STOPPED");
    assertThat(list(request()).getContainerInstanceArnsList()).isEmpty();

    cluster.refused(cluster.call(deregister(true)));
    Hello again = TestCluster.hello("a", 1, 1, Map.of());
    assertThat(
            cluster
                .refused(cluster.handle(new Input.AgentConnected(cluster.now(), 1, again)))
                .message())
        .contains("deregistered");
  }

  private static ListContainerInstancesRequest.Builder request() {
    return ListContainerInstancesRequest.newBuilder();
  }

  private ListContainerInstancesResponse list(ListContainerInstancesRequest.Builder request) {
    return cluster.done(ListContainerInstancesResponse.class, cluster.call(request.build()));
  }

  @Test
  void listsByStatusFilterAndPage() {
    cluster.connect(TestCluster.hello("a", 1, 1, Map.of("rack", "1")));
    cluster.connect(TestCluster.hello("b", 1, 1, Map.of("rack", "2")));
    cluster.connect(TestCluster.hello("c", 1, 1, Map.of("rack", "2")));
    drain("c", ContainerInstanceStatus.CONTAINER_INSTANCE_STATUS_DRAINING);

    assertThat(
            list(request().setStatus(ContainerInstanceStatus.CONTAINER_INSTANCE_STATUS_DRAINING))
                .getContainerInstanceArnsList())
        .containsExactly(TestCluster.instanceArn("c"));
    assertThat(list(request().setFilter("attribute:rack == 2")).getContainerInstanceArnsList())
        .containsExactly(TestCluster.instanceArn("b"), TestCluster.instanceArn("c"));
    cluster.refused(cluster.call(request().setFilter("attribute:rack ==").build()));

    ListContainerInstancesResponse first = list(request().setMaxResults(2));
    assertThat(first.getContainerInstanceArnsList()).hasSize(2);
    ListContainerInstancesResponse second =
        list(request().setMaxResults(2).setNextToken(first.getNextToken()));
    assertThat(second.getContainerInstanceArnsList()).containsExactly(TestCluster.instanceArn("c"));
    assertThat(second.hasNextToken()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, ''", "101, ''", "10, '%%%'"})
  void aBadPageIsRefused(int maxResults, String token) {
    cluster.refused(cluster.call(request().setMaxResults(maxResults).setNextToken(token).build()));
  }

  @Test
  void tasksFoldedInBeforeTheirInstanceCountOnIt() {
    cluster.connect("a");
    cluster.run(WEB);
    ClusterState recovered = new ClusterState("default");
    cluster.state().tasks().forEach(task -> recovered.apply(change(task)));
    recovered.apply(
        Change.newBuilder()
            .setInstance(cluster.state().instance(A).orElseThrow().record())
            .build());
    assertThat(recovered.instance(A).orElseThrow().free().cpu()).isEqualTo(2048 - 128);
  }

  private static Change change(TaskRecord task) {
    return Change.newBuilder().setTask(task).build();
  }
}
