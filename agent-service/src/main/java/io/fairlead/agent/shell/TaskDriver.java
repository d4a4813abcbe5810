package io.fairlead.agent.shell;

import io.fairlead.agent.core.Action;
import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.core.DrivenTask;
import io.fairlead.agent.core.ObservedContainer;
import io.fairlead.agent.core.ObservedTask;
import io.fairlead.agent.core.TaskDefaults;
import io.fairlead.agent.core.TaskSpec;
import io.fairlead.agent.runtime.RuntimeEvent;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.Observation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one task: asks the core for the next step, carries it out, and asks again when something
 * has become of it or it is time. Between times it has no thread: an instance remembers stopped
 * tasks for hours, and there may be thousands. Steps on containers run beside each other, each on a
 * virtual thread of its own; those that take no time are carried out in place.
 */
final class TaskDriver {
  private static final Logger LOG = LoggerFactory.getLogger(TaskDriver.class);

  /** When a step that ended in a bug is tried again. */
  private static final Duration AFTER_ERROR = Duration.ofSeconds(10);

  /** What a driver needs of the agent around it. */
  interface Surroundings {
    /** Blocks until the engine is done with the step. */
    ContainerChange perform(
        Assignment assignment, Action.OnContainer action, ObservedContainer seen);

    /** Whether the engine's steps for the task take no time. */
    boolean actsAtOnce(Assignment assignment);

    void report(Observation observation);

    /** Nothing is left of the task. */
    void forget(TaskDriver driver);
  }

  private final Surroundings surroundings;
  private final TaskDefaults defaults;
  private final InstantSource clock;
  private final AlarmClock alarm;
  private final ReentrantLock lock = new ReentrantLock();
  private DrivenTask task;
  // Whether a thread is at it, which then sees to all that is new; or one shall never be again.
  private boolean busy = true;
  private boolean closed;

  /**
   * @param held whether steps wait until {@link #assign} or {@link #abandon} says what the
   *     scheduler wants now
   */
  TaskDriver(
      Assignment assignment,
      ObservedTask seen,
      boolean held,
      TaskDefaults defaults,
      InstantSource clock,
      Surroundings surroundings) {
    this.task = new DrivenTask(TaskSpec.of(assignment, defaults), seen, held);
    this.defaults = defaults;
    this.clock = clock;
    this.surroundings = surroundings;
    this.alarm = new AlarmClock(clock, () -> become(UnaryOperator.identity()));
  }

  void start() {
    Thread.ofVirtual().name("task-" + taskArn()).start(this::run);
  }

  /** Ends the driver; the task's containers go on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      alarm.set(null);
    } finally {
      lock.unlock();
    }
  }

  /** Takes the scheduler's word, unless it is older than what is known. */
  void assign(Assignment assignment) {
    become(before -> before.assigned(assignment, defaults));
  }

  /** The scheduler knows nothing of the task: stop it. */
  void abandon() {
    if (!wanted().stopWanted()) {
      LOG.info("orphan stops task={}", taskArn());
    }
    become(before -> before.abandoned(defaults));
  }

  /** Something became of a container. */
  void event(RuntimeEvent.OfContainer event) {
    become(before -> before.after(event.container(), event.runtimeId(), event.change()));
  }

  /** Events may have been missed. */
  void doubt() {
    fold(ObservedTask::doubted);
  }

  /** Whoever listened knows nothing any more: report the task once more. */
  void reportAgain() {
    fold(seen -> seen.reported(null));
  }

  TaskSpec wanted() {
    lock.lock();
    try {
      return task.wanted();
    } finally {
      lock.unlock();
    }
  }

  ObservedTask seen() {
    lock.lock();
    try {
      return task.seen();
    } finally {
      lock.unlock();
    }
  }

  String taskArn() {
    return wanted().assignment().getTaskArn();
  }

  private void fold(UnaryOperator<ObservedTask> change) {
    become(before -> before.with(change.apply(before.seen())));
  }

  private void become(UnaryOperator<DrivenTask> change) {
    lock.lock();
    try {
      task = change.apply(task);
      if (!busy) {
        busy = true;
        start();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      if (drive()) {
        surroundings.forget(this);
      }
    } catch (RuntimeException e) {
      LOG.error("task is left alone after an error task={}", taskArn(), e);
    }
  }

  /** Steps until there is nothing to do now; true where nothing is left to do at all. */
  private boolean drive() {
    lock.lock();
    try {
      while (!closed && !task.held()) {
        switch (task.next(clock.instant())) {
          case Action.OnContainer onContainer -> begin(onContainer);
          case Action.GiveUp giveUp -> giveUp(giveUp);
          case Action.Halt halt -> halt(halt);
          case Action.Report report -> report(report.observation());
          case Action.Wait wait -> {
            busy = false;
            alarm.set(wait.until());
            return false;
          }
          case Action.Forget _ -> {
            return true;
          }
        }
      }
      busy = closed;
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void begin(Action.OnContainer action) {
    Assignment assignment = task.wanted().assignment();
    ObservedContainer before = task.seen().container(action.container());
    fold(seen -> seen.begin(action, clock.instant()));
    if (surroundings.actsAtOnce(assignment)) {
      inPlace(() -> perform(assignment, action, before));
    } else {
      Thread.ofVirtual()
          .name("step-" + action.container())
          .start(() -> perform(assignment, action, before));
    }
  }

  /** Without the lock: the engine may be waiting for it, to tell of an event. */
  private void inPlace(Runnable step) {
    lock.unlock();
    try {
      step.run();
    } finally {
      lock.lock();
    }
  }

  private void perform(Assignment assignment, Action.OnContainer action, ObservedContainer before) {
    ContainerChange change;
    try {
      change = surroundings.perform(assignment, action, before);
      LOG.debug("step task={} action={} change={}", assignment.getTaskArn(), action, change);
    } catch (RuntimeException e) {
      LOG.error("step fails task={} action={}", assignment.getTaskArn(), action, e);
      change = new ContainerChange.Deferred(e.toString(), clock.instant().plus(AFTER_ERROR));
    }
    conclude(action.container(), change);
  }

  private void conclude(String container, ContainerChange change) {
    fold(seen -> seen.after(container, change));
  }

  private void giveUp(Action.GiveUp giveUp) {
    LOG.info(
        "container fails task={} container={} reason=\"{}\"",
        taskArn(),
        giveUp.container(),
        giveUp.failure().reason());
    conclude(giveUp.container(), new ContainerChange.Failed(giveUp.failure(), clock.instant()));
  }

  private void halt(Action.Halt halt) {
    LOG.info(
        "task halts task={} cause={} reason=\"{}\"",
        taskArn(),
        halt.cause().code(),
        halt.cause().reason());
    fold(seen -> seen.halted(halt.cause()));
  }

  private void report(Observation observation) {
    Observation last = task.seen().reported();
    if (last == null || !last.getStatus().equals(observation.getStatus())) {
      LOG.info("task is status={} task={}", observation.getStatus(), taskArn());
    }
    surroundings.report(observation);
    fold(seen -> seen.reported(observation));
  }
}
