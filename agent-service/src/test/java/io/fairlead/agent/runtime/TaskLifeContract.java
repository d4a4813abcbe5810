package io.fairlead.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.ContainerObservation;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.ecs.ContainerCondition;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerDependency;
import io.fairlead.proto.ecs.HealthCheck;
import io.fairlead.proto.ecs.MountPoint;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.ecs.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole tasks, from the assignment to the last container's removal, on every runtime. */
public abstract class TaskLifeContract {
  private final Ownership owner = Tasks.owner();
  private ContainerRuntime runtime;

  protected abstract ContainerRuntime open(Ownership owner);

  @BeforeEach
  void open() {
    runtime = open(owner);
  }

  @AfterEach
  void cleanUp() throws EngineFailure {
    for (FoundContainer container : runtime.list()) {
      runtime.remove(container.runtimeId());
    }
    runtime.close();
  }

  @Test
  void runsUntilStoppedAndLeavesNothing() throws Exception {
    try (TaskDrive drive = new TaskDrive(runtime, Tasks.task(Tasks.container("app")))) {
      assertThat(drive.until("RUNNING").getContainers(0).getRuntimeId()).isNotEmpty();
      drive.stop();
      assertThat(drive.until("STOPPED").getContainers(0).getExitCode()).isZero();
      drive.untilForgotten();
      assertThat(runtime.list()).isEmpty();
    }
  }

  @Test
  void endsWithItsContainer() throws Exception {
    ContainerDefinition.Builder app =
        Tasks.shell("app", "sleep 0.3; exit 5")
            .putDockerLabels("io.fairlead.simulated.run-time", "PT0.3S")
            .putDockerLabels("io.fairlead.simulated.exit-code", "5");
    try (TaskDrive drive = new TaskDrive(runtime, Tasks.task(app, Tasks.container("helper")))) {
      Observation end = drive.until("STOPPED");
      assertThat(end.getStopCode())
          .isEqualTo(TaskStopCode.TASK_STOP_CODE_ESSENTIAL_CONTAINER_EXITED);
      assertThat(end.getContainers(0).getExitCode()).isEqualTo(5);
      assertThat(end.getContainers(1).getExitCode()).isZero();
    }
  }

  @Test
  void startsWhatDependsAfterwards() throws Exception {
    ContainerDefinition.Builder init =
        Tasks.shell("init", "echo ready > /data/ready")
            .setEssential(false)
            .addMountPoints(mount())
            .putDockerLabels("io.fairlead.simulated.run-time", "PT0.1S");
    ContainerDefinition.Builder app =
        Tasks.shell("app", "cat /data/ready && trap 'exit 0' TERM && while :; do sleep 0.05; done")
            .addMountPoints(mount())
            .addDependsOn(
                ContainerDependency.newBuilder()
                    .setContainerName("init")
                    .setCondition(ContainerCondition.CONTAINER_CONDITION_SUCCESS))
            .setHealthCheck(
                HealthCheck.newBuilder().addCommand("CMD-SHELL").addCommand("true").setInterval(1));
    ContainerDefinition.Builder last =
        Tasks.container("last")
            .addDependsOn(
                ContainerDependency.newBuilder()
                    .setContainerName("app")
                    .setCondition(ContainerCondition.CONTAINER_CONDITION_HEALTHY));
    Assignment task =
        Tasks.task(
            Tasks.definition()
                .setNetworkMode(NetworkMode.NETWORK_MODE_NONE)
                .addVolumes(Volume.newBuilder().setName("data")),
            last,
            app,
            init);
    try (TaskDrive drive = new TaskDrive(runtime, task)) {
      Observation running = drive.until("RUNNING");
      assertThat(running.getContainersList())
          .extracting(ContainerObservation::getName, ContainerObservation::getStatus)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("init", "STOPPED"),
              org.assertj.core.groups.Tuple.tuple("app", "RUNNING"),
              org.assertj.core.groups.Tuple.tuple("last", "RUNNING"));
      drive.stop();
      drive.until("STOPPED");
      drive.untilForgotten();
    }
  }

  @Test
  void saysWhyItCannotBePulled() throws Exception {
    Assignment task =
        Tasks.task(Tasks.container("app").setImage("localhost:1/fairlead/missing:latest"));
    try (TaskDrive drive = new TaskDrive(runtime, task)) {
      Observation end = drive.until("STOPPED");
      assertThat(end.getStopCode()).isEqualTo(TaskStopCode.TASK_STOP_CODE_TASK_FAILED_TO_START);
      assertThat(end.getStoppedReason()).startsWith("CannotPullContainerError: ");
      drive.untilForgotten();
    }
  }

  @Test
  void saysWhyItCannotBeStarted() throws Exception {
    Assignment task =
        Tasks.task(
            Tasks.container("app")
                .addEntryPoint("/no/such/program")
                .putDockerLabels("io.fairlead.simulated.start-failure", "/no/such/program"));
    try (TaskDrive drive = new TaskDrive(runtime, task)) {
      Observation end = drive.until("STOPPED");
      assertThat(end.getStoppedReason())
          .startsWith("CannotStartContainerError: ")
          .contains("/no/such/program");
    }
  }

  private static MountPoint mount() {
    return MountPoint.newBuilder().setSourceVolume("data").setContainerPath("/data").build();
  }
}
