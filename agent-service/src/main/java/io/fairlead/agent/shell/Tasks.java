package io.fairlead.agent.shell;

import io.fairlead.agent.core.Action;
import io.fairlead.agent.core.Arrivals;
import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.core.ObservedContainer;
import io.fairlead.agent.core.ObservedTask;
import io.fairlead.agent.core.PastTasks;
import io.fairlead.agent.core.TaskDefaults;
import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.agent.runtime.RuntimeEvent;
import io.fairlead.proto.Arn;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.AssignmentSet;
import io.fairlead.proto.agent.Observation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tasks of the instance, each with its driver. */
final class Tasks {
  private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);

  private final TaskDefaults defaults;
  private final InstantSource clock;
  private final TaskDriver.Surroundings surroundings;
  private final Map<String, TaskDriver> drivers = new LinkedHashMap<>();
  private final Arrivals arrivals = new Arrivals();
  private final PastTasks past = new PastTasks();
  private boolean closed;

  /**
   * @param engine carries out steps
   * @param reports takes what is seen of the tasks
   */
  Tasks(Engine engine, Consumer<Observation> reports, TaskDefaults defaults, InstantSource clock) {
    this.defaults = defaults;
    this.clock = clock;
    this.surroundings = new Around(engine, reports);
  }

  /**
   * Takes up the tasks whose containers were found; their steps wait for the scheduler's first
   * word.
   */
  synchronized void rebuild(List<FoundContainer> containers) {
    Map<String, ObservedTask> seen = new HashMap<>();
    Map<String, Assignment> assignments = new LinkedHashMap<>();
    for (FoundContainer found : containers) {
      String task = found.assignment().getTaskArn();
      assignments.merge(task, found.assignment(), Tasks::newer);
      seen.merge(
          task,
          ObservedTask.NONE.after(found.container(), new ContainerChange.Found(found.observed())),
          (known, _) ->
              known.after(found.container(), new ContainerChange.Found(found.observed())));
    }
    assignments.forEach(
        (task, assignment) -> add(assignment, seen.getOrDefault(task, ObservedTask.NONE), true));
    LOG.info("containers found count={} tasks={}", containers.size(), assignments.size());
  }

  private static Assignment newer(Assignment one, Assignment other) {
    return other.getVersion() > one.getVersion() ? other : one;
  }

  /** One assignment that came by itself. */
  synchronized void assigned(Assignment assignment) {
    arrivals.arrived(assignment.getTaskArn(), clock.instant());
    take(assignment);
  }

  /**
   * All assignments of the instance: what is missing starts, what is too much stops.
   *
   * @param asOf when the set was made at the earliest; a task that came since then is not too much
   */
  synchronized void complete(AssignmentSet set, Instant asOf) {
    set.getAssignmentsList().forEach(this::take);
    arrivals.orphans(drivers.keySet(), set, asOf).forEach(this::abandon);
  }

  private void abandon(String task) {
    TaskDriver driver = drivers.get(task);
    if (driver != null) {
      driver.abandon();
    }
  }

  private void take(Assignment assignment) {
    TaskDriver driver = drivers.get(assignment.getTaskArn());
    if (driver != null) {
      driver.assign(assignment);
    } else if (past.knows(assignment.getTaskArn())) {
      past.lastWords(assignment.getTaskArn()).ifPresent(surroundings::report);
    } else if (!closed) {
      LOG.info(
          "task assigned task={} version={} desired={}",
          assignment.getTaskArn(),
          assignment.getVersion(),
          assignment.getDesiredStatus());
      add(assignment, ObservedTask.NONE, false);
    }
  }

  private void add(Assignment assignment, ObservedTask seen, boolean held) {
    TaskDriver driver = new TaskDriver(assignment, seen, held, defaults, clock, surroundings);
    drivers.put(assignment.getTaskArn(), driver);
    driver.start();
  }

  /** Reports every task once more. */
  synchronized void reportAll() {
    drivers.values().forEach(TaskDriver::reportAgain);
  }

  /** Reports one task once more, if there is one: a sign of life. */
  synchronized void reportOne() {
    drivers.values().stream()
        .filter(driver -> driver.seen().reported() != null)
        .findFirst()
        .ifPresent(TaskDriver::reportAgain);
  }

  /** Hands an event to the task that it is about. */
  void event(RuntimeEvent event) {
    switch (event) {
      case RuntimeEvent.OfContainer ofContainer -> {
        TaskDriver driver = driver(ofContainer.taskArn());
        if (driver != null) {
          driver.event(ofContainer);
        }
      }
      case RuntimeEvent.Gap _ -> all().forEach(TaskDriver::doubt);
    }
  }

  private synchronized @Nullable TaskDriver driver(String taskArn) {
    return drivers.get(taskArn);
  }

  /** The drivers of all tasks that are remembered, stopped ones included. */
  synchronized List<TaskDriver> all() {
    return List.copyOf(drivers.values());
  }

  /** The task with this ARN or id. */
  synchronized Optional<TaskDriver> find(String idOrArn) {
    String id = Arn.nameOf(idOrArn);
    return drivers.values().stream()
        .filter(driver -> Arn.nameOf(driver.taskArn()).equals(id))
        .findFirst();
  }

  private synchronized void remove(TaskDriver driver) {
    drivers.remove(driver.taskArn());
    arrivals.forget(driver.taskArn());
    past.add(driver.taskArn(), driver.seen().reported());
  }

  /** Ends all drivers; containers go on. */
  synchronized void close() {
    closed = true;
    drivers.values().forEach(TaskDriver::close);
  }

  private final class Around implements TaskDriver.Surroundings {
    private final Engine engine;
    private final Consumer<Observation> reports;

    Around(Engine engine, Consumer<Observation> reports) {
      this.engine = engine;
      this.reports = reports;
    }

    @Override
    public ContainerChange perform(
        Assignment assignment, Action.OnContainer action, ObservedContainer seen) {
      return engine.perform(assignment, action, seen);
    }

    @Override
    public boolean actsAtOnce(Assignment assignment) {
      return engine.actsAtOnce(assignment);
    }

    @Override
    public void report(Observation observation) {
      reports.accept(observation);
    }

    @Override
    public void forget(TaskDriver driver) {
      engine.forget(driver.wanted().assignment());
      remove(driver);
    }
  }
}
