package io.fairlead.agent.core;

import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.TaskDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A task in a world that does at once what it is asked, unless told otherwise. Keeps every step
 * that was taken, as text.
 */
final class World {
  static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
  static final TaskDefaults DEFAULTS =
      new TaskDefaults(Duration.ofSeconds(30), Duration.ofMinutes(10), true);

  final List<String> steps = new ArrayList<>();
  final Map<String, Failure> failing = new HashMap<>();
  final Set<String> hanging = new HashSet<>();
  private Assignment assignment;
  private TaskSpec spec;
  ObservedTask seen = ObservedTask.NONE;
  Instant now = START;

  World(TaskDefinition definition) {
    assignment =
        Assignment.newBuilder()
            .setTaskArn("arn:aws:ecs:us-east-1:000000000000:task/default/1")
            .setDesiredStatus("RUNNING")
            .setTaskDefinition(definition)
            .build();
    spec = TaskSpec.of(assignment, DEFAULTS);
  }

  static World of(ContainerDefinition.Builder... containers) {
    TaskDefinition.Builder definition = TaskDefinition.newBuilder().setFamily("web");
    List.of(containers).forEach(definition::addContainerDefinitions);
    return new World(definition.build());
  }

  static ContainerDefinition.Builder container(String name) {
    return ContainerDefinition.newBuilder().setName(name).setImage(name + ":1");
  }

  /** Takes steps until there is nothing to do but wait, or an action hangs. */
  World run() {
    for (int i = 0; i < 200; i++) {
      Action action = TaskStep.next(spec, seen, now);
      if (!take(action)) {
        return this;
      }
    }
    throw new AssertionError("the task goes in circles: " + steps);
  }

  private boolean take(Action action) {
    switch (action) {
      case Action.OnContainer on -> act(on);
      case Action.GiveUp giveUp -> {
        steps.add("giveup " + giveUp.container());
        change(giveUp.container(), new ContainerChange.Failed(giveUp.failure(), now));
      }
      case Action.Halt halt -> {
        steps.add("halt");
        seen = seen.halted(halt.cause());
      }
      case Action.Report report -> {
        steps.add("report " + report.observation().getStatus());
        seen = seen.reported(report.observation());
      }
      case Action.Wait _ -> {
        return false;
      }
      case Action.Forget _ -> {
        steps.add("forget");
        return false;
      }
    }
    return true;
  }

  private void act(Action.OnContainer action) {
    String step =
        action.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT)
            + " "
            + action.container();
    steps.add(step);
    seen = seen.begin(action, now);
    if (hanging.contains(step)) {
      return;
    }
    Failure failure = failing.get(step);
    change(
        action.container(),
        failure == null ? outcome(action) : new ContainerChange.Failed(failure, now));
  }

  private ContainerChange outcome(Action.OnContainer action) {
    return switch (action) {
      case Action.Pull _ -> new ContainerChange.Pulled("sha256:1", now);
      case Action.Create create -> new ContainerChange.Created("id-" + create.container());
      case Action.Start _ -> new ContainerChange.Started(now, List.of());
      case Action.Stop _ -> new ContainerChange.Exited(0, false, now);
      case Action.Remove _ -> new ContainerChange.Removed();
      case Action.Check check -> new ContainerChange.Found(seen.container(check.container()));
    };
  }

  World change(String container, ContainerChange change) {
    seen = seen.after(container, change);
    return this;
  }

  World exit(String container, int code) {
    return change(container, new ContainerChange.Exited(code, false, now));
  }

  World health(String container, HealthStatus health) {
    return change(container, new ContainerChange.HealthChanged(health));
  }

  World pass(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** The scheduler wants the task stopped. */
  World stop(String reason) {
    assignment =
        assignment.toBuilder().setDesiredStatus("STOPPED").setStoppedReason(reason).build();
    spec = TaskSpec.of(assignment, DEFAULTS);
    return this;
  }

  Action next() {
    return TaskStep.next(spec, seen, now);
  }

  TaskSpec spec() {
    return spec;
  }

  List<String> drain() {
    List<String> taken = List.copyOf(steps);
    steps.clear();
    return taken;
  }
}
