package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecs.ContainerInstanceStatus;
import io.fairlead.proto.ecs.DeploymentRolloutState;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The limits of a deployment hold after every decision, in whatever order tasks start, fail, sicken
 * and stop, while the service is updated and scaled and instances are drained; and when the trouble
 * ends, the service gets what it wants.
 */
class RolloutSimulationTest {
  private static final int STEPS = 120;
  private static final int SEEDS = 4;

  static Stream<Arguments> limits() {
    return Stream.of(0, 50, 67, 100)
        .flatMap(
            min ->
                Stream.of(100, 125, 150, 200)
                    .filter(max -> min < 100 || max > 100)
                    .flatMap(
                        max ->
                            Stream.of(0, 1, 2, 3, 5, 10)
                                .map(desired -> Arguments.of(min, max, desired))));
  }

  @ParameterizedTest(name = "min {0}, max {1}, desired {2}")
  @MethodSource("limits")
  void limitsHoldAtEveryStep(int min, int max, int desired) {
    for (int seed = 0; seed < SEEDS; seed++) {
      new Run(seed, min, max, desired).go();
    }
  }

  private static final class Run {
    private final ServiceWorld world;
    private final SplittableRandom random;
    private final String name;
    private final int min;
    private final int max;
    private int revision = 1;
    private boolean instanceDrains;

    Run(int seed, int min, int max, int desired) {
      this.name = "min %d max %d desired %d seed %d".formatted(min, max, desired, seed);
      this.random = new SplittableRandom(seed * 1000L + min + max + desired);
      this.world = new ServiceWorld(4);
      this.min = min;
      this.max = max;
      world.create(
          ServiceWorld.request(desired).setDeploymentConfiguration(ServiceWorld.limits(min, max)),
          definition());
      check(List.of());
    }

    private TaskDefinitionRecord definition() {
      return random.nextBoolean() ? ServiceWorld.plain(revision) : ServiceWorld.checked(revision);
    }

    void go() {
      for (int step = 0; step < STEPS; step++) {
        List<TaskRecord> before = List.copyOf(world.cluster.state().tasks());
        step();
        check(before);
      }
      heal();
    }

    private void step() {
      int choice = random.nextInt(100);
      if (choice < 3) {
        revision++;
        world.update(definition());
      } else if (choice < 5) {
        world.scale(random.nextInt(8));
      } else if (choice < 7) {
        toggleDraining();
      } else if (choice < 25) {
        world.cluster.pass(Duration.ofMillis(random.nextInt(8000)));
      } else {
        observeOne();
      }
    }

    private void toggleDraining() {
      instanceDrains = !instanceDrains;
      world.setStatus(
          "i00",
          instanceDrains
              ? ContainerInstanceStatus.CONTAINER_INSTANCE_STATUS_DRAINING
              : ContainerInstanceStatus.CONTAINER_INSTANCE_STATUS_ACTIVE);
    }

    private void observeOne() {
      List<TaskRecord> tasks = world.tasks();
      if (tasks.isEmpty()) {
        return;
      }
      TaskRecord task = tasks.get(random.nextInt(tasks.size()));
      boolean stops = TaskHealth.stopping(task);
      int luck = random.nextInt(100);
      HealthStatus health =
          luck < 70
              ? HealthStatus.HEALTH_STATUS_HEALTHY
              : luck < 80
                  ? HealthStatus.HEALTH_STATUS_UNHEALTHY
                  : HealthStatus.HEALTH_STATUS_UNKNOWN;
      String status =
          stops ? (luck < 50 ? "STOPPING" : "STOPPED") : luck < 92 ? "RUNNING" : "STOPPED";
      world.observe(task, status, health);
    }

    private void check(List<TaskRecord> before) {
      int desired = world.service().getDesiredCount();
      List<TaskRecord> after = world.tasks();
      boolean started = after.stream().anyMatch(task -> isNew(task, before));
      if (started) {
        assertThat(after.size()).as(name + ": at most").isLessThanOrEqualTo(desired * max / 100);
      }
      boolean stopped =
          before.stream()
              .filter(task -> !TaskHealth.stopping(task))
              .anyMatch(this::wasTakenOutOfService);
      if (stopped) {
        long serving = after.stream().filter(this::serves).count();
        assertThat(serving).as(name + ": at least").isGreaterThanOrEqualTo(ceil(desired * min));
      }
    }

    private static long ceil(int percent) {
      return (percent + 99) / 100;
    }

    private static boolean isNew(TaskRecord task, List<TaskRecord> before) {
      return before.stream()
          .noneMatch(old -> old.getTask().getTaskArn().equals(task.getTask().getTaskArn()));
    }

    private boolean serves(TaskRecord task) {
      return !TaskHealth.stopping(task) && isFit(task);
    }

    private boolean isFit(TaskRecord task) {
      return task.getTask().getLastStatus().equals("RUNNING")
          && (!world.isChecked(task)
              || task.getTask().getHealthStatus() == HealthStatus.HEALTH_STATUS_HEALTHY);
    }

    /** Told to stop by the scheduler although it was fit. */
    private boolean wasTakenOutOfService(TaskRecord before) {
      return world
          .cluster
          .state()
          .task(before.getTask().getTaskArn())
          .filter(task -> TaskHealth.stopping(task) && isFit(task))
          .filter(
              task ->
                  task.getTask().getStopCode()
                      == TaskStopCode.TASK_STOP_CODE_SERVICE_SCHEDULER_INITIATED)
          .isPresent();
    }

    private void heal() {
      if (instanceDrains) {
        toggleDraining();
      }
      for (int i = 0; i < 4; i++) {
        world.obey();
        world.pass(Duration.ofMinutes(16));
      }
      Service service = world.service();
      int desired = service.getDesiredCount();
      boolean canMove = desired * max / 100 > ceil(desired * min);
      if (desired == 0 || canMove) {
        assertStable(service, desired);
      }
    }

    private void assertStable(Service service, int desired) {
      assertThat(service.getRunningCount()).as(name + ": running\n" + service).isEqualTo(desired);
      assertThat(service.getPendingCount()).as(name).isZero();
      assertThat(service.getDeploymentsList()).as(name).hasSize(1);
      assertThat(service.getDeployments(0).getRolloutState())
          .as(name)
          .isEqualTo(DeploymentRolloutState.DEPLOYMENT_ROLLOUT_STATE_COMPLETED);
      assertThat(world.messages().getFirst())
          .as(name)
          .isEqualTo("(service web) has reached a steady state.");
      assertThat(world.tasks()).as(name).hasSize(desired);
    }
  }
}
