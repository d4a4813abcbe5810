package io.fairlead.agent.core;

import static io.fairlead.agent.core.World.container;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecs.ContainerCondition;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.VolumeFrom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every condition of {@code dependsOn} against everything that can become of the other container.
 */
class DependencyTest {

  @ParameterizedTest
  @CsvSource({
    // condition, what became of the other, what the dependent does
    "START, CREATED, waits",
    "START, RUNNING, starts",
    "START, HEALTHY, starts",
    "START, UNHEALTHY, starts",
    "START, EXITED_0, starts",
    "START, EXITED_1, starts",
    "START, FAILED, gives up",
    "COMPLETE, CREATED, waits",
    "COMPLETE, RUNNING, waits",
    "COMPLETE, HEALTHY, waits",
    "COMPLETE, UNHEALTHY, waits",
    "COMPLETE, EXITED_0, starts",
    "COMPLETE, EXITED_1, starts",
    "COMPLETE, FAILED, gives up",
    "SUCCESS, CREATED, waits",
    "SUCCESS, RUNNING, waits",
    "SUCCESS, HEALTHY, waits",
    "SUCCESS, UNHEALTHY, waits",
    "SUCCESS, EXITED_0, starts",
    "SUCCESS, EXITED_1, gives up",
    "SUCCESS, FAILED, gives up",
    "HEALTHY, CREATED, waits",
    "HEALTHY, RUNNING, waits",
    "HEALTHY, HEALTHY, starts",
    "HEALTHY, UNHEALTHY, waits",
    "HEALTHY, EXITED_0, gives up",
    "HEALTHY, EXITED_1, gives up",
    "HEALTHY, FAILED, gives up"
  })
  void decidesByConditionAndState(String condition, String state, String expected) {
    World world = world(condition);
    bring(world, state);
    assertThat(outcome(world)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"COMPLETE", "SUCCESS", "HEALTHY"})
  void waitsNoLongerThanTheOthersStartTimeout(String condition) {
    World world =
        World.of(
                TaskStepTest.dependent(condition(condition)),
                container("first").setEssential(false).setStartTimeout(5))
            .run();
    assertThat(world.next()).isEqualTo(new Action.Wait(World.START.plusSeconds(5)));
    world.pass(Duration.ofSeconds(5)).run();
    assertThat(world.seen.reported().getStoppedReason())
        .isEqualTo(
            "ContainerDependencyError: container first did not reach "
                + condition
                + " within its startTimeout of 5 s");
  }

  @Test
  void createsVolumesFirst() {
    World world =
        World.of(
                container("app").addVolumesFrom(VolumeFrom.newBuilder().setSourceContainer("data")),
                container("data").setEssential(false))
            .run();
    assertThat(world.drain()).containsSubsequence("create data", "create app", "start app");
  }

  @Test
  void startsLinkedContainersFirst() {
    World world = World.of(container("app").addLinks("db:database"), container("db")).run();
    assertThat(world.drain())
        .containsSubsequence("create db", "start db", "create app", "start app");
  }

  private static World world(String condition) {
    return World.of(
        TaskStepTest.dependent(condition(condition)), container("first").setEssential(false));
  }

  private static void bring(World world, String state) {
    switch (state) {
      case "CREATED" -> world.hanging.add("start first");
      case "FAILED" -> world.failing.put("start first", new Failure(Failure.Kind.START, "no"));
      default -> {}
    }
    world.hanging.add("start app");
    world.run();
    switch (state) {
      case "HEALTHY" -> world.health("first", HealthStatus.HEALTH_STATUS_HEALTHY).run();
      case "UNHEALTHY" -> world.health("first", HealthStatus.HEALTH_STATUS_UNHEALTHY).run();
      case "EXITED_0" -> world.exit("first", 0).run();
      case "EXITED_1" -> world.exit("first", 1).run();
      default -> {}
    }
  }

  private static String outcome(World world) {
    if (world.steps.contains("giveup app")) {
      return "gives up";
    }
    return world.steps.contains("start app") ? "starts" : "waits";
  }

  private static ContainerCondition condition(String name) {
    return ContainerCondition.valueOf("CONTAINER_CONDITION_" + name);
  }
}
