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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one task: asks the core for the next step, carries it out, and asks again when something
 * has become of it. Steps on containers run beside each other, each on a virtual thread of its own;
 * those that take no time are carried out in place.
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
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private DrivenTask task;

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
    this.thread = Thread.ofVirtual().name("task-" + assignment.getTaskArn()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Ends the driver; the task's containers go on. */
  void close() {
    thread.interrupt();
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
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      drive();
      surroundings.forget(this);
    } catch (InterruptedException e) {
      LOG.debug("driver ends task={}", taskArn());
    } catch (RuntimeException e) {
      LOG.error("task is left alone after an error task={}", taskArn(), e);
    }
  }

  /** Steps until nothing is left to do. */
  private void drive() throws InterruptedException {
    lock.lock();
    try {
      while (task.held()) {
        changed.await();
      }
      boolean more = true;
      while (more) {
        more = step(task.next(clock.instant()));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Carries out one step, with the lock held; false after the last one. */
  private boolean step(Action action) throws InterruptedException {
    switch (action) {
      case Action.OnContainer onContainer -> begin(onContainer);
      case Action.GiveUp giveUp -> giveUp(giveUp);
      case Action.Halt halt -> halt(halt);
      case Action.Report report -> report(report.observation());
      case Action.Wait wait -> await(wait.until());
      case Action.Forget _ -> {
        return false;
      }
    }
    return true;
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

  private void await(@Nullable Instant until) throws InterruptedException {
    if (until == null) {
      changed.await();
      return;
    }
    long nanos = Duration.between(clock.instant(), Objects.requireNonNull(until)).toNanos();
    if (nanos > 0) {
      changed.await(nanos, TimeUnit.NANOSECONDS);
    }
  }
}
