package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.agent.config.ImagePullBehavior;
import io.fairlead.agent.core.TaskDefaults;
import io.fairlead.agent.runtime.Hands;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.agent.runtime.simulated.ImageSource;
import io.fairlead.agent.runtime.simulated.SimulatedEngine;
import io.fairlead.agent.runtime.simulated.SimulatedRuntime;
import io.fairlead.agent.runtime.simulated.SystemTimeline;
import io.fairlead.proto.agent.Observation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks on an engine whose steps take no time: they are carried out in place. */
class TasksInPlaceTest {
  private final SystemTimeline timeline = new SystemTimeline();
  private final SimulatedEngine engine = new SimulatedEngine(timeline);
  private final SimulatedRuntime runtime =
      new SimulatedRuntime(
          engine, new Ownership("test", ScriptedGateway.INSTANCE), ImageSource.EVERYTHING);
  private final Map<String, Observation> latest = new ConcurrentHashMap<>();
  private final Tasks tasks =
      new Tasks(
          new Engine(
              runtime,
              new Hands(runtime, ImagePullBehavior.DEFAULT, InstantSource.system()),
              4,
              new AgentMetrics(new SimpleMeterRegistry())),
          observation -> latest.put(observation.getTaskArn(), observation),
          new TaskDefaults(Duration.ofSeconds(30), Duration.ofHours(1), true),
          InstantSource.system());

  @AfterEach
  void close() {
    tasks.close();
    timeline.close();
  }

  @Test
  void startAndStopWhenAsked() {
    var _ = runtime.events(tasks::event);
    tasks.assigned(TaskSamples.running("a"));
    awaitStatus("RUNNING");

    tasks.assigned(TaskSamples.stopped("a"));

    awaitStatus("STOPPED");
    assertThat(latest.get(TaskSamples.arn("a")).getStoppedReason()).isEqualTo("asked to");
  }

  @Test
  void hearHowTheirContainersEnd() {
    var _ = runtime.events(tasks::event);
    tasks.assigned(TaskSamples.running("a"));
    awaitStatus("RUNNING");

    engine.die(engine.containers().getFirst().runtimeId(), 3, false);

    awaitStatus("STOPPED");
    assertThat(latest.get(TaskSamples.arn("a")).getContainers(0).getExitCode()).isEqualTo(3);
  }

  private void awaitStatus(String status) {
    await()
        .until(
            () -> {
              Observation seen = latest.get(TaskSamples.arn("a"));
              return seen != null && seen.getStatus().equals(status);
            });
  }
}
