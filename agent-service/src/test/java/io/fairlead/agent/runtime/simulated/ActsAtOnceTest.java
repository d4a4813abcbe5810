package io.fairlead.agent.runtime.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.agent.runtime.Ownership;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.TaskDefinition;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActsAtOnceTest {
  private static final Habits SLOW =
      new Habits(Duration.ZERO, Duration.ofMillis(5), 0, 0, RandomGenerator.of("L64X128MixRandom"));

  @ParameterizedTest
  @CsvSource({
    "run-time,    PT1S,  true",
    "exit-code,   3,     true",
    "create-time, PT1S,  false",
    "start-time,  PT1S,  false",
    "stop-time,   never, false"
  })
  void unlessAStepOfTheTaskTakesTime(String label, String value, boolean atOnce) {
    assertThat(runtime(ImageSource.EVERYTHING, Habits.PLAIN).actsAtOnce(task(label, value)))
        .isEqualTo(atOnce);
  }

  @Test
  void unlessImagesOrStartsTakeTime() {
    Assignment task = task("exit-code", "0");

    assertThat(runtime(_ -> Duration.ofMillis(5), Habits.PLAIN).actsAtOnce(task)).isFalse();
    assertThat(runtime(ImageSource.EVERYTHING, SLOW).actsAtOnce(task)).isFalse();
  }

  private static SimulatedRuntime runtime(ImageSource images, Habits habits) {
    SystemTimeline timeline = new SystemTimeline();
    timeline.close();
    return new SimulatedRuntime(
        new SimulatedEngine(timeline), new Ownership("test", "arn"), images, habits);
  }

  private static Assignment task(String label, String value) {
    return Assignment.newBuilder()
        .setTaskDefinition(
            TaskDefinition.newBuilder()
                .addContainerDefinitions(
                    ContainerDefinition.newBuilder()
                        .setName("main")
                        .putDockerLabels("io.fairlead.simulated." + label, value)))
        .build();
  }
}
