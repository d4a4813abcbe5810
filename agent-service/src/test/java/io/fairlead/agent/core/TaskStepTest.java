package io.fairlead.agent.core;

import static io.fairlead.agent.core.World.container;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.ecs.ContainerCondition;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerDependency;
import io.fairlead.proto.ecs.ContainerRestartPolicy;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.ecs.VolumeFrom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TaskStepTest {
  private static final Failure NO_IMAGE = new Failure(Failure.Kind.PULL, "no such image");

  @Test
  void runsOneContainer() {
    World world = World.of(container("app")).run();
    assertThat(world.drain())
        .containsExactly("pull app", "create app", "start app", "report RUNNING");
    Observation told = world.seen.reported();
    assertThat(told.getContainers(0).getStatus()).isEqualTo("RUNNING");
    assertThat(told.getContainers(0).getRuntimeId()).isEqualTo("id-app");
    assertThat(told.getContainers(0).getImageDigest()).isEqualTo("sha256:1");
    assertThat(world.next()).isEqualTo(new Action.Wait(null));
  }

  @Test
  void endsWithItsEssentialContainer() {
    World world = World.of(container("app"), container("helper").setEssential(false)).run();
    world.drain();
    world.exit("app", 3).run();
    assertThat(world.drain())
        .containsExactly("halt", "report STOPPING", "stop helper", "report STOPPED");
    Observation told = world.seen.reported();
    assertThat(told.getStopCode())
        .isEqualTo(TaskStopCode.TASK_STOP_CODE_ESSENTIAL_CONTAINER_EXITED);
    assertThat(told.getStoppedReason()).isEqualTo("Essential container in task exited");
    assertThat(told.getContainers(0).getExitCode()).isEqualTo(3);
    assertThat(told.getContainers(1).getExitCode()).isZero();
  }

  @Test
  void outlivesAContainerThatIsNotEssential() {
    World world = World.of(container("app"), container("job").setEssential(false)).run();
    world.drain();
    world.exit("job", 1).run();
    assertThat(world.drain()).containsExactly("report RUNNING");
    assertThat(world.seen.reported().getContainers(1).getStatus()).isEqualTo("STOPPED");
  }

  @Test
  void endsWhenNothingIsLeft() {
    World world = World.of(container("job").setEssential(false)).run().exit("job", 0).run();
    assertThat(world.seen.reported().getStatus()).isEqualTo("STOPPED");
  }

  @ParameterizedTest
  @CsvSource({
    "pull app, PULL, CannotPullContainerError: no",
    "create app, CREATE, CannotCreateContainerError: no",
    "start app, START, CannotStartContainerError: no",
    "start app, TIMEOUT, DockerTimeoutError: no"
  })
  void tellsWhyItCouldNotStart(String step, Failure.Kind kind, String reason) {
    World world = World.of(container("app"));
    world.failing.put(step, new Failure(kind, "no"));
    world.run();
    Observation told = world.seen.reported();
    assertThat(told.getStatus()).isEqualTo("STOPPED");
    assertThat(told.getStopCode()).isEqualTo(TaskStopCode.TASK_STOP_CODE_TASK_FAILED_TO_START);
    assertThat(told.getStoppedReason()).isEqualTo(reason);
    assertThat(told.getContainers(0).getReason()).isEqualTo(reason);
    assertThat(told.getContainers(0).hasExitCode()).isFalse();
  }

  @Test
  void goesOnWithoutAContainerThatIsNotEssential() {
    World world = World.of(container("app"), container("extra").setEssential(false));
    world.failing.put("pull extra", NO_IMAGE);
    world.run();
    assertThat(world.seen.reported().getStatus()).isEqualTo("RUNNING");
    assertThat(world.seen.reported().getContainers(1).getReason())
        .isEqualTo("CannotPullContainerError: no such image");
  }

  @Test
  void stopsInReverseOrderOfDependency() {
    World world =
        World.of(
                container("web")
                    .addDependsOn(on("db", ContainerCondition.CONTAINER_CONDITION_START)),
                container("db"))
            .run();
    assertThat(world.drain()).containsSubsequence("start db", "start web", "report RUNNING");
    world.stop("asked to").run();
    assertThat(world.drain())
        .containsExactly(
            "halt", "report STOPPING", "stop web", "report STOPPING", "stop db", "report STOPPED");
    assertThat(world.seen.reported().getStoppedReason()).isEqualTo("asked to");
    assertThat(world.seen.reported().getStopCode())
        .isEqualTo(TaskStopCode.TASK_STOP_CODE_UNSPECIFIED);
  }

  @Test
  void holdsADependencyWhileItsDependentStops() {
    World world =
        World.of(
                container("web")
                    .addDependsOn(on("db", ContainerCondition.CONTAINER_CONDITION_START)),
                container("db"))
            .run();
    world.hanging.add("stop web");
    world.stop("").run();
    assertThat(world.steps).doesNotContain("stop db");
    world.exit("web", 0).run();
    assertThat(world.steps).contains("stop db");
  }

  @Test
  void stopsWhatWasNeverStarted() {
    World world = World.of(container("app")).stop("never mind").run();
    assertThat(world.drain()).containsExactly("halt", "report STOPPED");
  }

  @Test
  void doesNotWaitForAPullWhenStopped() {
    World world = World.of(container("app"));
    world.hanging.add("pull app");
    world.run().stop("").run();
    assertThat(world.drain()).containsExactly("pull app", "halt", "report STOPPED");
  }

  @Test
  void tellsOnceOfAPullThatTakesLong() {
    World world = World.of(container("app"));
    world.hanging.add("pull app");
    assertThat(world.run().drain()).containsExactly("pull app");
    assertThat(world.pass(Duration.ofMillis(999)).run().drain()).isEmpty();
    assertThat(world.pass(Duration.ofMillis(1)).run().drain()).containsExactly("report PENDING");
    assertThat(world.pass(Duration.ofMinutes(5)).run().drain()).isEmpty();
    world.change("app", new ContainerChange.Pulled("sha256:1", world.now)).run();
    assertThat(world.drain()).containsExactly("create app", "start app", "report RUNNING");
  }

  @Test
  void waitsForACreationWhenStopped() {
    World world = World.of(container("app"));
    world.hanging.add("create app");
    world.run().stop("").run();
    assertThat(world.drain()).endsWith("report STOPPING");
    world.change("app", new ContainerChange.Created("id")).run();
    assertThat(world.drain()).containsExactly("report STOPPED");
  }

  @Test
  void usesTheContainersOwnStopTimeout() {
    World own = World.of(container("app").setStopTimeout(2)).run().stop("");
    own.run();
    World standard = World.of(container("app")).run();
    assertThat(own.spec().containers().getFirst().stopTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(standard.spec().containers().getFirst().stopTimeout())
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void cleansUpLater() {
    World world = World.of(container("app"), container("two")).run().exit("app", 0).run();
    world.drain();
    assertThat(world.next()).isEqualTo(new Action.Wait(World.START.plus(Duration.ofMinutes(10))));
    world.pass(Duration.ofMinutes(10)).run();
    assertThat(world.drain()).containsExactly("remove two", "remove app", "forget");
  }

  @Test
  void tellsAgainAfterARestartOfTheAgent() {
    World world = World.of(container("app")).run().exit("app", 4).run();
    world.drain();
    world.seen = new ObservedTask(world.seen.containers(), null, null);
    world.run();
    assertThat(world.drain()).containsExactly("halt", "report STOPPED");
    assertThat(world.seen.reported().getContainers(0).getExitCode()).isEqualTo(4);
  }

  @Test
  void checksWhenEventsMayBeMissing() {
    World world = World.of(container("app")).run();
    world.drain();
    world.seen = world.seen.doubted();
    world.run();
    assertThat(world.drain()).containsExactly("check app");
  }

  @Test
  void triesAgainWhenTheEngineIsBack() {
    World world = World.of(container("app"));
    world.hanging.add("start app");
    world.run();
    world.change("app", new ContainerChange.Deferred("away", world.now.plusSeconds(1)));
    assertThat(world.next()).isEqualTo(new Action.Wait(world.now.plusSeconds(1)));
    world.hanging.clear();
    world.pass(Duration.ofSeconds(1)).run();
    assertThat(world.seen.reported().getStatus()).isEqualTo("RUNNING");
  }

  @ParameterizedTest
  @EnumSource(names = {"EXITED", "STARTING"})
  void knowsAnExitThatOvertookTheReplyToItsStart(Phase phase) {
    World world = World.of(container("app"));
    world.hanging.add("start app");
    world.run();
    if (phase == Phase.EXITED) {
      world.exit("app", 9);
      world.change("app", new ContainerChange.Started(world.now, java.util.List.of()));
    } else {
      world.change("app", new ContainerChange.Started(world.now, java.util.List.of()));
      world.exit("app", 9);
    }
    world.run();
    assertThat(world.seen.reported().getContainers(0).getExitCode()).isEqualTo(9);
    assertThat(world.seen.reported().getStatus()).isEqualTo("STOPPED");
  }

  @ParameterizedTest
  @CsvSource({
    // ran for, exit code, started again
    "60, 1, true",
    "60, 0, true",
    "60, 7, false",
    "59, 1, false",
    "0, 0, false"
  })
  void startsAgainAsItsPolicySays(int seconds, int code, boolean again) {
    ContainerRestartPolicy policy =
        ContainerRestartPolicy.newBuilder()
            .setEnabled(true)
            .setRestartAttemptPeriod(60)
            .addIgnoredExitCodes(7)
            .build();
    World world = World.of(container("app").setRestartPolicy(policy)).run();
    world.drain();
    world.pass(Duration.ofSeconds(seconds)).exit("app", code).run();
    assertThat(world.steps.contains("start app")).isEqualTo(again);
    assertThat(world.seen.reported().getStatus()).isEqualTo(again ? "RUNNING" : "STOPPED");
    assertThat(world.seen.reported().getContainers(0).getRestartCount()).isEqualTo(again ? 1 : 0);
  }

  @Test
  void needsAWholePeriodBetweenRestarts() {
    ContainerRestartPolicy policy = ContainerRestartPolicy.newBuilder().setEnabled(true).build();
    World world = World.of(container("app").setRestartPolicy(policy)).run();
    world.pass(Duration.ofSeconds(300)).exit("app", 1).run();
    world.pass(Duration.ofSeconds(299)).exit("app", 1).run();
    assertThat(world.seen.reported().getStatus()).isEqualTo("STOPPED");
  }

  @Test
  void refusesWhatItCannotHonourByName() {
    World world = World.of(container("app").addCredentialSpecs("spec")).run();
    assertThat(world.drain()).containsExactly("halt", "report STOPPED");
    assertThat(world.seen.reported().getStoppedReason())
        .isEqualTo("containerDefinitions[0].credentialSpecs is not supported by this agent");
  }

  @Test
  void refusesACircle() {
    World world =
        World.of(
                container("a").addDependsOn(on("b", ContainerCondition.CONTAINER_CONDITION_START)),
                container("b").addVolumesFrom(VolumeFrom.newBuilder().setSourceContainer("a")))
            .run();
    assertThat(world.seen.reported().getStoppedReason()).contains("[a, b] form a circle");
    assertThat(world.seen.reported().getContainersCount()).isEqualTo(2);
  }

  @Test
  void reportsHealth() {
    World world = World.of(container("app")).run();
    world.drain();
    world.health("app", HealthStatus.HEALTH_STATUS_UNHEALTHY).run();
    assertThat(world.drain()).containsExactly("report RUNNING");
  }

  static ContainerDependency on(String name, ContainerCondition condition) {
    return ContainerDependency.newBuilder().setContainerName(name).setCondition(condition).build();
  }

  static ContainerDefinition.Builder dependent(ContainerCondition condition) {
    return container("app").addDependsOn(on("first", condition));
  }
}
