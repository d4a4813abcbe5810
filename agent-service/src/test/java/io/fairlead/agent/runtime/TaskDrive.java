package io.fairlead.agent.runtime;

import io.fairlead.agent.config.ImagePullBehavior;
import io.fairlead.agent.core.Action;
import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.core.ObservedTask;
import io.fairlead.agent.core.TaskDefaults;
import io.fairlead.agent.core.TaskSpec;
import io.fairlead.agent.core.TaskStep;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.Observation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Leads one task through its life on a runtime, one step after the other. */
final class TaskDrive implements AutoCloseable {
  private static final TaskDefaults DEFAULTS =
      new TaskDefaults(Duration.ofSeconds(5), Duration.ZERO, true);
  private static final long PATIENCE_SECONDS = 20;

  private final InstantSource clock = InstantSource.system();
  private final ContainerRuntime runtime;
  private final Hands hands;
  private final BlockingQueue<RuntimeEvent> events = new LinkedBlockingQueue<>();
  private final Subscription subscription;
  private final List<Observation> reports = new ArrayList<>();
  private Assignment assignment;
  private ObservedTask seen = ObservedTask.NONE;
  private boolean forgotten;

  TaskDrive(ContainerRuntime runtime, Assignment assignment) throws EngineFailure {
    this.runtime = runtime;
    this.hands = new Hands(runtime, ImagePullBehavior.PREFER_CACHED, clock);
    this.assignment = assignment;
    this.subscription = runtime.events(events::add);
  }

  /** Goes on until a report says so. */
  Observation until(Predicate<Observation> reached) throws InterruptedException, EngineFailure {
    while (reports.isEmpty() || !reached.test(reports.getLast())) {
      step();
    }
    return reports.getLast();
  }

  Observation until(String status) throws InterruptedException, EngineFailure {
    return until(report -> report.getStatus().equals(status));
  }

  void stop() {
    assignment = assignment.toBuilder().setDesiredStatus("STOPPED").build();
  }

  void untilForgotten() throws InterruptedException, EngineFailure {
    while (!forgotten) {
      step();
    }
  }

  private void step() throws InterruptedException, EngineFailure {
    for (RuntimeEvent event = events.poll(); event != null; event = events.poll()) {
      take(event);
    }
    TaskSpec spec = TaskSpec.of(assignment, DEFAULTS);
    switch (TaskStep.next(spec, seen, clock.instant())) {
      case Action.OnContainer on -> act(on);
      case Action.GiveUp giveUp ->
          seen =
              seen.after(
                  giveUp.container(),
                  new ContainerChange.Failed(giveUp.failure(), clock.instant()));
      case Action.Halt halt -> seen = seen.halted(halt.cause());
      case Action.Report report -> {
        reports.add(report.observation());
        seen = seen.reported(report.observation());
      }
      case Action.Wait _ -> await();
      case Action.Forget _ -> {
        runtime.forget(assignment);
        forgotten = true;
      }
    }
  }

  private void act(Action.OnContainer action) {
    seen = seen.begin(action, clock.instant());
    ContainerChange change = hands.perform(assignment, action, seen.container(action.container()));
    seen = seen.after(action.container(), change);
  }

  private void await() throws InterruptedException {
    RuntimeEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("nothing happens any more: " + seen);
    }
    take(event);
  }

  private void take(RuntimeEvent event) {
    switch (event) {
      case RuntimeEvent.OfContainer of -> {
        if (of.taskArn().equals(assignment.getTaskArn())) {
          seen = seen.after(of.container(), of.change());
        }
      }
      case RuntimeEvent.Gap _ -> seen = seen.doubted();
    }
  }

  @Override
  public void close() {
    subscription.close();
  }
}
