package io.fairlead.scheduler.simulation;

import io.fairlead.agent.core.Action;
import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.core.DrivenTask;
import io.fairlead.agent.core.ObservedContainer;
import io.fairlead.agent.core.ObservedTask;
import io.fairlead.agent.core.TaskSpec;
import io.fairlead.agent.runtime.RuntimeEvent;
import io.fairlead.agent.runtime.simulated.Script;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.Observation;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Drives one task, as the product's {@code TaskDriver} does with threads: asks the agent's core for
 * the next step, carries it out, and asks again when something has become of it.
 */
final class TaskRun {
  private static final int MOST_STEPS = 1_000;

  private final World world;
  private final AgentProcess agent;
  private DrivenTask task;
  private Agenda.@Nullable Plan alarm;
  private boolean over;
  private boolean driving;

  TaskRun(World world, AgentProcess agent, Assignment assignment, ObservedTask seen, boolean held) {
    this.world = world;
    this.agent = agent;
    this.task = new DrivenTask(TaskSpec.of(assignment, AgentProcess.DEFAULTS), seen, held);
  }

  String taskArn() {
    return task.wanted().assignment().getTaskArn();
  }

  DrivenTask task() {
    return task;
  }

  boolean hasReported() {
    return task.seen().reported() != null;
  }

  @Nullable Observation lastReported() {
    return task.seen().reported();
  }

  void assign(Assignment assignment) {
    DrivenTask next = world.rules().assigned(task, assignment);
    world.truth().agents().assigned(task, next);
    if (!isSame(next)) {
      become(next);
    }
  }

  /** A repeat would only wake the driver for nothing. */
  private boolean isSame(DrivenTask next) {
    return next.wanted() == task.wanted() && next.held() == task.held();
  }

  void abandon() {
    world.truth().agents().abandoned(agent.arn(), taskArn());
    become(task.abandoned(AgentProcess.DEFAULTS));
  }

  void event(RuntimeEvent.OfContainer event) {
    become(task.after(event.container(), event.runtimeId(), event.change()));
  }

  void doubt() {
    become(task.with(task.seen().doubted()));
  }

  void reportAgain() {
    become(task.with(task.seen().reported(null)));
  }

  private void become(DrivenTask next) {
    task = next;
    drive();
  }

  /** Steps until there is something to wait for. */
  void drive() {
    if (over || driving || task.held()) {
      return;
    }
    driving = true;
    try {
      for (int steps = 0; step(world.rules().next(task, agent.now())); steps++) {
        Violation.unless(steps < MOST_STEPS, "the steps of %s have no end", taskArn());
      }
    } finally {
      driving = false;
    }
  }

  private boolean step(Action action) {
    switch (action) {
      case Action.OnContainer on -> begin(on);
      case Action.GiveUp up ->
          see(
              task.seen()
                  .after(up.container(), new ContainerChange.Failed(up.failure(), agent.now())));
      case Action.Halt halt -> see(task.seen().halted(halt.cause()));
      case Action.Report report -> report(report.observation());
      case Action.Wait wait -> {
        await(wait);
        return false;
      }
      case Action.Forget _ -> {
        over = true;
        agent.forget(this);
        return false;
      }
    }
    return true;
  }

  private void see(ObservedTask seen) {
    task = task.with(seen);
  }

  private void report(Observation observation) {
    world.truth().agents().reports(agent.machine(), observation);
    agent.report(observation);
    see(task.seen().reported(observation));
  }

  private void await(Action.Wait wait) {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
    if (wait.until() != null) {
      long millis = Math.max(1, agent.machine().clock().until(wait.until()));
      alarm = world.agenda().after(millis, agent.life().within(this::drive));
    }
  }

  private void begin(Action.OnContainer action) {
    ObservedContainer before = task.seen().container(action.container());
    Assignment assignment = task.wanted().assignment();
    see(task.seen().begin(action, agent.now()));
    world
        .agenda()
        .after(
            duration(action, assignment),
            agent.life().within(() -> perform(action, assignment, before)));
  }

  private void perform(Action.OnContainer action, Assignment assignment, ObservedContainer before) {
    world.truth().agents().acts(agent.machine(), action, assignment);
    ContainerChange change = agent.hands().perform(assignment, action, before);
    world
        .agenda()
        .after(
            world.dice().between(0, 10),
            agent
                .life()
                .within(() -> become(task.with(task.seen().after(action.container(), change)))));
  }

  private long duration(Action.OnContainer action, Assignment assignment) {
    Dice dice = world.dice();
    return switch (action) {
      case Action.Pull _ -> dice.chance(0.8) ? dice.between(5, 50) : dice.between(500, 5_000);
      case Action.Create _ -> dice.between(30, 200);
      case Action.Start _ -> dice.between(50, 400);
      case Action.Stop stop -> stopTime(stop, assignment);
      case Action.Remove _, Action.Check _ -> dice.between(5, 50);
    };
  }

  private static long stopTime(Action.Stop stop, Assignment assignment) {
    Map<String, String> labels =
        assignment.getTaskDefinition().getContainerDefinitionsList().stream()
            .filter(container -> container.getName().equals(stop.container()))
            .findFirst()
            .orElseThrow()
            .getDockerLabelsMap();
    Duration time = Script.of(labels).stopTime();
    return (time == null || time.compareTo(stop.timeout()) > 0 ? stop.timeout() : time).toMillis();
  }
}
