package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.agent.config.ImagePullBehavior;
import io.fairlead.agent.core.TaskDefaults;
import io.fairlead.agent.runtime.Hands;
import io.fairlead.agent.runtime.RuntimeEvent;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.AssignmentSet;
import io.fairlead.proto.agent.Observation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TasksTest {
  private static final InstantSource CLOCK = InstantSource.system();

  private final MemoryRuntime runtime = new MemoryRuntime();
  private final Map<String, Observation> latest = new ConcurrentHashMap<>();
  private final List<Observation> reports = new CopyOnWriteArrayList<>();
  private Tasks tasks = tasks(Duration.ofHours(1));

  @AfterEach
  void stop() {
    tasks.close();
  }

  @Test
  void bringsAnAssignedTaskToLifeAndReportsIt() {
    tasks.assigned(TaskSamples.running("a"));

    awaitStatus("a", "RUNNING");
    assertThat(runtime.running()).isEqualTo(1);
    assertThat(reports).extracting(Observation::getStatus).last().isEqualTo("RUNNING");
  }

  @Test
  void startsOnceHoweverOftenTheAssignmentComes() {
    tasks.assigned(TaskSamples.running("a"));
    tasks.assigned(TaskSamples.running("a"));
    tasks.complete(set(TaskSamples.running("a")), CLOCK.instant());

    awaitStatus("a", "RUNNING");
    tasks.assigned(TaskSamples.running("a"));
    assertThat(runtime.starts).hasValue(1);
  }

  @Test
  void stopsWhatTheSchedulerWantsStopped() {
    tasks.assigned(TaskSamples.running("a"));
    awaitStatus("a", "RUNNING");

    tasks.assigned(TaskSamples.stopped("a"));

    awaitStatus("a", "STOPPED");
    assertThat(runtime.running()).isZero();
  }

  @Test
  void anOlderAssignmentDoesNotWakeTheDead() {
    tasks.assigned(TaskSamples.stopped("a"));
    awaitStatus("a", "STOPPED");

    tasks.assigned(TaskSamples.running("a"));
    tasks.complete(set(TaskSamples.running("a")), CLOCK.instant());

    assertThat(latest.get(TaskSamples.arn("a")).getStatus()).isEqualTo("STOPPED");
    assertThat(runtime.starts).hasValue(0);
  }

  @Test
  void seesAContainerEnd() {
    runtime.events(event -> tasks.event(event));
    tasks.assigned(TaskSamples.running("a"));
    awaitStatus("a", "RUNNING");

    runtime.exit("c1", 3);

    awaitStatus("a", "STOPPED");
    assertThat(latest.get(TaskSamples.arn("a")).getContainers(0).getExitCode()).isEqualTo(3);
  }

  @Test
  void looksAgainAfterAGapInTheEvents() {
    tasks.assigned(TaskSamples.running("a"));
    awaitStatus("a", "RUNNING");
    runtime.exit("c1", 4);

    tasks.event(new RuntimeEvent.Gap());

    awaitStatus("a", "STOPPED");
  }

  @Test
  void aCompleteSetStopsOrphansAndStartsWhatIsMissing() {
    tasks.assigned(TaskSamples.running("orphan"));
    awaitStatus("orphan", "RUNNING");

    tasks.complete(set(TaskSamples.running("new")), CLOCK.instant().plusMillis(1));

    awaitStatus("orphan", "STOPPED");
    awaitStatus("new", "RUNNING");
    assertThat(runtime.running()).isEqualTo(1);
  }

  @Test
  void aSetThatIsOlderThanAnAssignmentDoesNotMakeItAnOrphan() {
    Instant before = CLOCK.instant().minusSeconds(1);
    tasks.assigned(TaskSamples.running("a"));
    awaitStatus("a", "RUNNING");

    tasks.complete(set(), before);

    assertThat(tasks.find(TaskSamples.arn("a")).orElseThrow().wanted().stopWanted()).isFalse();
  }

  @Test
  void afterARestartGoesOnWithWhatRunsAndStopsWhatIsNotItsOwnAnyMore() {
    tasks.assigned(TaskSamples.running("kept"));
    tasks.assigned(TaskSamples.running("gone"));
    awaitStatus("kept", "RUNNING");
    awaitStatus("gone", "RUNNING");
    tasks.close();
    latest.clear();

    tasks = tasks(Duration.ofHours(1));
    tasks.rebuild(runtime.list());
    tasks.complete(set(TaskSamples.running("kept")), CLOCK.instant());

    awaitStatus("kept", "RUNNING");
    awaitStatus("gone", "STOPPED");
    assertThat(runtime.starts).hasValue(2);
    assertThat(runtime.running()).isEqualTo(1);
  }

  @Test
  void afterARestartTouchesNothingBeforeTheSchedulersFirstWord() {
    runtime.create(TaskSamples.running("a"), "web");

    tasks.rebuild(runtime.list());
    tasks.assigned(TaskSamples.running("other"));
    awaitStatus("other", "RUNNING");

    assertThat(runtime.starts).hasValue(1);
    tasks.complete(set(TaskSamples.running("a"), TaskSamples.running("other")), CLOCK.instant());
    awaitStatus("a", "RUNNING");
    assertThat(runtime.containers).hasSize(2);
  }

  @Test
  void repeatsTheLastWordsOfATaskThatIsForgotten() {
    tasks.close();
    tasks = tasks(Duration.ofMillis(1));
    tasks.assigned(TaskSamples.stopped("a"));
    await().until(() -> tasks.all().isEmpty());
    reports.clear();

    tasks.complete(set(TaskSamples.running("a")), CLOCK.instant());

    assertThat(reports).singleElement().extracting(Observation::getStatus).isEqualTo("STOPPED");
    assertThat(runtime.starts).hasValue(0);
  }

  @Test
  void reportsAllOnceMoreWhenAsked() {
    tasks.assigned(TaskSamples.running("a"));
    tasks.assigned(TaskSamples.running("b"));
    awaitStatus("a", "RUNNING");
    awaitStatus("b", "RUNNING");
    latest.clear();

    tasks.reportAll();

    awaitStatus("a", "RUNNING");
    awaitStatus("b", "RUNNING");
  }

  @Test
  void startsNoMoreAtOnceThanItMay() {
    runtime.startTime = Duration.ofMillis(5);
    for (int i = 0; i < 20; i++) {
      tasks.assigned(TaskSamples.running("t" + i));
    }
    await().until(() -> runtime.starts.get() == 20);

    assertThat(runtime.mostAtOnce.get()).isBetween(2, 4);
  }

  private void awaitStatus(String id, String status) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              Observation seen = latest.get(TaskSamples.arn(id));
              return seen != null && seen.getStatus().equals(status);
            });
  }

  private static AssignmentSet set(Assignment... assignments) {
    return AssignmentSet.newBuilder().addAllAssignments(List.of(assignments)).build();
  }

  private Tasks tasks(Duration cleanupWait) {
    AgentMetrics meters = new AgentMetrics(new SimpleMeterRegistry());
    Hands hands = new Hands(runtime, ImagePullBehavior.DEFAULT, CLOCK);
    return new Tasks(
        new Engine(runtime, hands, 4, meters),
        observation -> {
          latest.put(observation.getTaskArn(), observation);
          reports.add(observation);
        },
        new TaskDefaults(Duration.ofSeconds(30), cleanupWait, true),
        CLOCK);
  }
}
