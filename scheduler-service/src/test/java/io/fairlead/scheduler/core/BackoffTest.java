package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.StopTaskRequest;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.state.DeploymentProgress;
import io.fairlead.proto.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final String IMPAIRED =
      "(service web) is unable to consistently start tasks successfully. For more information, see"
          + " the Troubleshooting section of the Amazon ECS Developer Guide.";

  private final ServiceWorld world = new ServiceWorld(4);

  @ParameterizedTest(name = "after {0} waves {1} s")
  @CsvSource({
    "0, 0", "1, 0", "2, 0", "3, 1", "4, 2", "5, 4", "6, 8", "12, 512", "13, 900", "99, 900"
  })
  void pauseDoublesUpToAQuarterOfAnHour(int waves, int seconds) {
    assertThat(Backoff.delay(waves)).isEqualTo(Duration.ofSeconds(seconds));
  }

  /** Its times are its agent's, whose clock may be ahead of the scheduler's. */
  @Test
  void aTaskThatFailedItsHealthChecksProvesNothingHoweverLongItRan() {
    Instant now = world.cluster.now();
    DeploymentProgress failed =
        Backoff.failed(DeploymentProgress.getDefaultInstance(), now.minusSeconds(11), now);
    Task task =
        Task.newBuilder()
            .setHealthStatus(HealthStatus.HEALTH_STATUS_UNHEALTHY)
            .setStartedAt(ProtoTime.of(now.minusSeconds(8)))
            .setExecutionStoppedAt(ProtoTime.of(now.plusSeconds(3)))
            .build();

    assertThat(Backoff.ended(failed, task, now)).isEqualTo(failed);
  }

  @ParameterizedTest(name = "ran: {0}, exit code {1}, reason {2}: counts {3}")
  @CsvSource({
    "true, 137, '', false",
    "true, 137, OutOfMemoryError: Container killed due to memory usage, true",
    "true, 1, '', true",
    "true, 0, '', true",
    "false, 137, '', true",
  })
  void aTaskThatSomebodyKilledIsNoFailureOfItsDeployment(
      boolean ran, int exitCode, String reason, boolean counts) {
    Instant now = world.cluster.now();
    Task.Builder task =
        Task.newBuilder()
            .setStopCode(TaskStopCode.TASK_STOP_CODE_ESSENTIAL_CONTAINER_EXITED)
            .setCreatedAt(ProtoTime.of(now.minusSeconds(2)))
            .setStoppedAt(ProtoTime.of(now))
            .addContainers(Container.newBuilder().setExitCode(exitCode).setReason(reason));
    if (ran) {
      task.setStartedAt(ProtoTime.of(now.minusSeconds(1)));
    }

    DeploymentProgress none = DeploymentProgress.getDefaultInstance();
    assertThat(Backoff.ended(none, task.build(), now).getConsecutiveFailures())
        .isEqualTo(counts ? 1 : 0);
  }

  /** Users of a look-alike saw 94 containers of one service in eight minutes. */
  @ParameterizedTest(name = "dying after {0} ms as {1}")
  @CsvSource({"300, RUNNING", "300, PENDING", "9000, RUNNING", "0, PENDING"})
  void aTaskThatDiesAtItsStartIsNotTriedAgainAndAgain(int lives, String status) {
    world.create(ServiceWorld.request(1), ServiceWorld.plain(1));
    playDying(Duration.ofMillis(lives), status, Duration.ofMinutes(8));
    assertThat(world.made()).isBetween(8L, 13L);
    assertThat(world.messages()).filteredOn(IMPAIRED::equals).hasSize(1);
    assertThat(world.service().getDeployments(0).getFailedTasks()).isGreaterThan(6);
    assertThat(world.messages())
        .as("running for a moment is no steady state, once it has failed")
        .filteredOn("(service web) has reached a steady state."::equals)
        .hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void tasksThatFailTogetherAreOneWave() {
    world.create(ServiceWorld.request(20), ServiceWorld.plain(1));
    failAll();
    failAll();
    assertThat(world.made()).isEqualTo(60);
    failAll();
    assertThat(world.tasks()).isEmpty();
    world.pass(Duration.ofSeconds(1));
    assertThat(world.tasks()).as("one task tries first").hasSize(1);
  }

  private void failAll() {
    List<TaskRecord> wave = world.tasks();
    world.cluster.pass(Duration.ofMillis(200));
    wave.forEach(task -> world.observe(task, "STOPPED"));
  }

  @Test
  void allFollowOneThatProvedItself() {
    world.create(ServiceWorld.request(5), ServiceWorld.plain(1));
    failAll();
    failAll();
    failAll();
    world.pass(Duration.ofSeconds(1));
    world.obey();
    assertThat(world.tasks()).hasSize(1);
    world.pass(Backoff.TRIAL.minusMillis(1));
    assertThat(world.tasks()).hasSize(1);
    world.pass(Duration.ofMillis(1));
    assertThat(world.tasks()).hasSize(5);
    assertThat(world.service().getDeployments(0).getFailedTasks()).isZero();
  }

  @Test
  void aTaskThatHadBeenWellIsReplacedAtOnceHoweverOftenItDies() {
    world.create(ServiceWorld.request(1), ServiceWorld.plain(1));
    for (int death = 1; death <= 20; death++) {
      world.obey();
      world.pass(Backoff.TRIAL);
      world.observe(world.tasks().getFirst(), "STOPPED");
      assertThat(world.made()).isEqualTo(death + 1);
    }
    assertThat(world.messages()).doesNotContain(IMPAIRED);
  }

  @Test
  void aNewDeploymentStartsAfresh() {
    world.create(ServiceWorld.request(1), ServiceWorld.plain(1));
    playDying(Duration.ofMillis(100), "PENDING", Duration.ofMinutes(2));
    assertThat(world.tasks()).as("a pause").isEmpty();
    long before = world.made();
    world.update(request -> request.setForceNewDeployment(true));
    assertThat(world.made()).isEqualTo(before + 1);
    assertThat(world.service().getDeploymentsList()).hasSize(1);
    assertThat(world.service().getDeployments(0).getFailedTasks()).isZero();
  }

  @Test
  void tasksStoppedByUsersOrLostWithTheirInstanceAreNoFailures() {
    world.create(ServiceWorld.request(1), ServiceWorld.plain(1));
    for (int i = 0; i < 5; i++) {
      String task = world.tasks().getFirst().getTask().getTaskArn();
      world.cluster.call(StopTaskRequest.newBuilder().setTask(task).build());
      world.obey();
    }
    assertThat(world.tasks()).hasSize(1);
    assertThat(world.service().getDeployments(0).getFailedTasks()).isZero();
  }

  /** Every task gets to that status and dies when it has lived so long. */
  private void playDying(Duration lives, String status, Duration time) {
    Instant end = world.cluster.now().plus(time);
    while (world.cluster.now().isBefore(end)) {
      if (world.tasks().isEmpty()) {
        world.pass(Duration.ofMillis(100));
      } else {
        TaskRecord task = world.tasks().getFirst();
        world.observe(task, status);
        world.cluster.pass(lives);
        world.observe(task, "STOPPED");
      }
    }
  }
}
