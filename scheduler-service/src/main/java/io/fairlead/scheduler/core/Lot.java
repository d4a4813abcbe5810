package io.fairlead.scheduler.core;

import io.fairlead.proto.state.TaskRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Tasks of a service that are to become the same: whole cohorts but for some tasks, and others one
 * by one. Its counts are of the moment when it was made, and of what it was told since.
 */
final class Lot {
  private final TaskHealth health;
  private final List<Cohort> cohorts = new ArrayList<>();
  private final Set<String> exceptions = new HashSet<>();
  private final List<TaskRecord> single = new ArrayList<>();
  private int size;
  private int running;
  private int serving;

  Lot(TaskHealth health) {
    this.health = health;
  }

  private void count(TaskRecord like, int by) {
    size += by;
    running += TaskHealth.running(like) ? by : 0;
    serving += health.serves(like) ? by : 0;
  }

  void add(Cohort cohort) {
    cohorts.add(cohort);
    count(cohort.like(), cohort.size());
  }

  void add(TaskRecord task) {
    single.add(task);
    count(task, 1);
  }

  /** That task of a cohort is not meant. */
  void except(TaskRecord task) {
    exceptions.add(task.getTask().getTaskArn());
    count(task, -1);
  }

  /** A task has left; if it came with its cohort, it has left that one, too. */
  void remove(TaskRecord task) {
    single.remove(task);
    count(task, -1);
  }

  int size() {
    return size;
  }

  int running() {
    return running;
  }

  int serving() {
    return serving;
  }

  boolean allServe() {
    return serving == size;
  }

  Stream<TaskRecord> tasks() {
    return tasks(_ -> true);
  }

  /**
   * Those that pass.
   *
   * @param alike tests deployment, revision and statuses
   */
  Stream<TaskRecord> tasks(Predicate<TaskRecord> alike) {
    Stream<TaskRecord> whole =
        cohorts.stream().filter(cohort -> alike.test(cohort.like())).flatMap(Cohort::tasks);
    Stream<TaskRecord> meant =
        exceptions.isEmpty()
            ? whole
            : whole.filter(task -> !exceptions.contains(task.getTask().getTaskArn()));
    return Stream.concat(meant, single.stream().filter(alike));
  }
}
