package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.packed.Packed;
import io.fairlead.scheduler.core.packed.PackedList;
import io.fairlead.scheduler.core.packed.Records;
import java.util.stream.Stream;

/**
 * Tasks of a service that are alike in all that decides about them but for where and when: of one
 * deployment and revision, with the same statuses.
 */
final class Cohort {
  private final TaskRecord like;
  private final Records<TaskRecord> records;
  private final PackedList<TaskRecord> rows = new PackedList<>();

  /**
   * @param like the shared part of its first task
   */
  Cohort(TaskRecord like, Records<TaskRecord> records) {
    this.like = like;
    this.records = records;
  }

  /** A record of which deployment, revision and statuses may be read: they are those of all. */
  TaskRecord like() {
    return like;
  }

  /** Whether a task of which this is the shared part belongs here. */
  boolean takes(TaskRecord shared) {
    Task one = like.getTask();
    Task other = shared.getTask();
    return one.getLastStatus().equals(other.getLastStatus())
        && one.getDesiredStatus().equals(other.getDesiredStatus())
        && one.getHealthStatusValue() == other.getHealthStatusValue()
        && like.getDeploymentId().equals(shared.getDeploymentId())
        && one.getTaskDefinitionArn().equals(other.getTaskDefinitionArn());
  }

  int size() {
    return rows.size();
  }

  void add(Packed<TaskRecord> row) {
    rows.add(row);
  }

  /** Lets a task go; false where it is not here. */
  boolean remove(Packed<TaskRecord> row) {
    return rows.remove(row);
  }

  Stream<Packed<TaskRecord>> rows() {
    return rows.stream();
  }

  /** The tasks, by ARN. */
  Stream<TaskRecord> tasks() {
    return rows.stream().map(records::unpack);
  }
}
