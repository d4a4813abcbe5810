package io.fairlead.scheduler.core;

import static io.fairlead.proto.ecs.HealthStatus.HEALTH_STATUS_HEALTHY;
import static io.fairlead.proto.ecs.HealthStatus.HEALTH_STATUS_UNHEALTHY;
import static io.fairlead.proto.ecs.HealthStatus.HEALTH_STATUS_UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecs.DeploymentRolloutState;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.TaskRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollingUpdateTest {
  private static final String STEADY = "(service web) has reached a steady state.";

  private final ServiceWorld world = new ServiceWorld(4);

  @Test
  void aNewServiceStartsItsTasksAndComesToASteadyState() {
    world.create(ServiceWorld.request(3), ServiceWorld.plain(1));
    assertThat(world.service().getPendingCount()).isEqualTo(3);
    world.obey();
    Service service = world.service();
    assertThat(service.getRunningCount()).isEqualTo(3);
    assertThat(service.getDeployments(0).getRunningCount()).isEqualTo(3);
    assertThat(service.getDeployments(0).getRolloutState())
        .isEqualTo(DeploymentRolloutState.DEPLOYMENT_ROLLOUT_STATE_COMPLETED);
    assertThat(service.getDeployments(0).getRolloutStateReason())
        .isEqualTo("ECS deployment " + service.getDeployments(0).getId() + " completed.");
    assertThat(world.messages())
        .containsExactly(
            STEADY,
            "(service web) (deployment ecs-svc/D) deployment completed.",
            "(service web) has started 3 tasks: (task T) (task T) (task T).");
    Task task = world.tasks().getFirst().getTask();
    assertThat(task.getStartedBy()).isEqualTo(service.getDeployments(0).getId());
    assertThat(task.getGroup()).isEqualTo("service:web");
  }

  @Test
  void aDeadTaskIsReplacedAndTheSteadyStateIsToldAgain() {
    world.create(ServiceWorld.request(2), ServiceWorld.plain(1));
    world.obey();
    world.pass(Duration.ofMinutes(1));
    world.observe(world.tasks().getFirst(), "STOPPED");
    assertThat(world.tasks()).hasSize(2);
    world.obey();
    assertThat(world.messages()).filteredOn(STEADY::equals).hasSize(2);
  }

  /** Users of a look-alike saw an update that replaced nothing. */
  @Test
  void anotherTaskDefinitionReplacesEveryTaskStartingFirst() {
    world.create(ServiceWorld.request(2), ServiceWorld.plain(1));
    world.obey();
    world.update(ServiceWorld.plain(2));
    assertThat(world.tasks()).hasSize(4);
    assertThat(world.service().getDeploymentsList())
        .extracting(deployment -> deployment.getStatus())
        .containsExactly("PRIMARY", "ACTIVE");
    world.obey();
    assertThat(world.service().getDeploymentsList()).hasSize(1);
    assertThat(world.tasks())
        .extracting(task -> task.getTask().getTaskDefinitionArn())
        .containsOnly(TestCluster.REALM.taskDefinition("app", 2))
        .hasSize(2);
    assertThat(world.messages().subList(0, 4))
        .containsExactly(
            STEADY,
            "(service web) (deployment ecs-svc/D) deployment completed.",
            "(service web) has stopped 1 running tasks: (task T).",
            "(service web) has stopped 1 running tasks: (task T).");
  }

  @Test
  void theSameTaskDefinitionReplacesNothingUnlessForced() {
    world.create(ServiceWorld.request(1), ServiceWorld.plain(1));
    world.obey();
    String deployment = world.update(ServiceWorld.plain(1)).getDeployments(0).getId();
    assertThat(world.made()).isEqualTo(1);
    assertThat(
            world.update(request -> request.setForceNewDeployment(true)).getDeployments(0).getId())
        .isNotEqualTo(deployment);
    world.obey();
    assertThat(world.made()).isEqualTo(2);
  }

  @Test
  void withoutRoomAboveTheOldTasksGoFirstDownToTheMinimum() {
    world.create(
        ServiceWorld.request(4).setDeploymentConfiguration(ServiceWorld.limits(50, 100)),
        ServiceWorld.plain(1));
    world.obey();
    world.update(ServiceWorld.plain(2));
    assertThat(world.tasks()).hasSize(4).filteredOn(TaskHealth::stopping).hasSize(2);
    world.obey();
    assertThat(world.service().getDeploymentsList()).hasSize(1);
    assertThat(world.service().getRunningCount()).isEqualTo(4);
  }

  @Test
  void limitsThatLeaveNoWayAreTold() {
    world.create(
        ServiceWorld.request(1).setDeploymentConfiguration(ServiceWorld.limits(50, 150)),
        ServiceWorld.plain(1));
    world.obey();
    world.update(ServiceWorld.plain(2));
    assertThat(world.messages().getFirst())
        .startsWith("(service web) was unable to stop or start tasks during a deployment");
    assertThat(world.service().getDeploymentsList()).hasSize(2);
  }

  @Test
  void severalDeploymentsInARowLeaveOnlyTheLast() {
    world.create(ServiceWorld.request(3), ServiceWorld.plain(1));
    world.obey();
    for (int revision = 2; revision < 6; revision++) {
      world.update(ServiceWorld.plain(revision));
    }
    assertThat(world.tasks().size()).isLessThanOrEqualTo(6);
    world.obey();
    assertThat(world.service().getDeploymentsList())
        .extracting(deployment -> deployment.getTaskDefinition())
        .containsExactly(TestCluster.REALM.taskDefinition("app", 5));
    assertThat(world.service().getRunningCount()).isEqualTo(3);
  }

  @Test
  void healthChecksGateTheReplacementAndTheSteadyState() {
    world.create(ServiceWorld.request(1), ServiceWorld.checked(1));
    world.observe(world.tasks().getFirst(), "RUNNING", HEALTH_STATUS_UNKNOWN);
    assertThat(world.messages()).doesNotContain(STEADY);
    world.observe(world.tasks().getFirst(), "RUNNING", HEALTH_STATUS_HEALTHY);
    assertThat(world.messages()).contains(STEADY);

    world.update(ServiceWorld.checked(2));
    TaskRecord fresh =
        world.tasks().stream().filter(task -> !TaskHealth.running(task)).findFirst().orElseThrow();
    world.observe(fresh, "RUNNING", HEALTH_STATUS_UNKNOWN);
    assertThat(world.tasks()).noneMatch(TaskHealth::stopping);
    world.observe(fresh, "RUNNING", HEALTH_STATUS_HEALTHY);
    assertThat(world.tasks()).filteredOn(TaskHealth::stopping).hasSize(1);
  }

  @Test
  void anUnhealthyTaskIsReplacedStartingFirst() {
    world.create(ServiceWorld.request(2), ServiceWorld.checked(1));
    world.obey();
    TaskRecord sick = world.tasks().getFirst();
    world.observe(sick, "RUNNING", HEALTH_STATUS_UNHEALTHY);
    assertThat(world.tasks()).hasSize(3).noneMatch(TaskHealth::stopping);
    TaskRecord fresh =
        world.tasks().stream().filter(task -> !TaskHealth.running(task)).findFirst().orElseThrow();
    world.observe(fresh, "RUNNING", HEALTH_STATUS_HEALTHY);
    Task stopping = world.cluster.task(sick.getTask().getTaskArn()).getTask();
    assertThat(stopping.getDesiredStatus()).isEqualTo("STOPPED");
    assertThat(stopping.getStoppedReason()).isEqualTo("Task failed container health checks");
    assertThat(world.messages()).contains("(service web) (task T) failed container health checks.");
  }

  @Test
  void failingChecksAreIgnoredDuringTheGracePeriod() {
    world.create(
        ServiceWorld.request(1).setHealthCheckGracePeriodSeconds(60), ServiceWorld.checked(1));
    world.observe(world.tasks().getFirst(), "RUNNING", HEALTH_STATUS_UNHEALTHY);
    world.pass(Duration.ofSeconds(59));
    assertThat(world.tasks()).hasSize(1);
    world.pass(Duration.ofSeconds(1));
    assertThat(world.tasks()).as("the replacement").hasSize(2);
  }

  @Test
  void scalingDownStopsWhatDoesNotRunYetThenWhereMostAre() {
    world.create(ServiceWorld.request(4), ServiceWorld.plain(1));
    world.obey();
    world.scale(6);
    world.scale(4);
    assertThat(world.tasks())
        .filteredOn(TaskHealth::stopping)
        .hasSize(2)
        .noneMatch(TaskHealth::running);
    world.obey();
    world.drain("i03");
    world.obey();
    assertThat(world.tasksOn("i03")).isEmpty();
    world.scale(2);
    world.obey();
    assertThat(List.of(world.tasksOn("i00"), world.tasksOn("i01"), world.tasksOn("i02")))
        .allMatch(tasks -> tasks.size() <= 1);
    assertThat(world.tasks()).hasSize(2);
    assertThat(world.tasks())
        .extracting(task -> task.getTask().getAvailabilityZone())
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aDrainedInstanceIsLeftStartingElsewhereFirst() {
    world.create(ServiceWorld.request(4), ServiceWorld.plain(1));
    world.obey();
    int there = world.tasksOn("i00").size();
    world.drain("i00");
    assertThat(world.tasks()).hasSize(4 + there).noneMatch(TaskHealth::stopping);
    world.obey();
    assertThat(world.tasksOn("i00")).isEmpty();
    assertThat(world.service().getRunningCount()).isEqualTo(4);
  }

  @Test
  void aTaskWithoutAPlaceIsToldOnceAndPlacedWhenThereIsOne() {
    ServiceWorld small = new ServiceWorld(0);
    small.create(ServiceWorld.request(1), ServiceWorld.plain(1));
    assertThat(small.messages().getFirst())
        .startsWith(
            "(service web) was unable to place a task because no container instance met all of its"
                + " requirements. Reason: No Container Instances were found in your cluster.");
    small.pass(Duration.ofMinutes(5));
    assertThat(small.messages()).hasSize(1);
    small.connect("i00");
    small.obey();
    assertThat(small.service().getRunningCount()).isEqualTo(1);
    small.scale(17);
    assertThat(small.messages().getFirst())
        .contains(
            "The closest matching (container-instance i00) has insufficient CPU units available.");
    assertThat(small.tasks()).hasSize(16);
  }
}
