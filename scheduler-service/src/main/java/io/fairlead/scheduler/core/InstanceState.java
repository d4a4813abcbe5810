package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.state.Demand;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.packed.Packed;
import io.fairlead.scheduler.core.packed.PackedList;
import io.fairlead.scheduler.core.packed.PackedTable;
import io.fairlead.scheduler.core.packed.Records;
import io.fairlead.scheduler.core.placement.Candidate;
import io.fairlead.scheduler.core.placement.Capacity;
import io.fairlead.scheduler.core.placement.Place;
import java.util.stream.Stream;

/** A container instance with the tasks on it that have not stopped, and what they leave free. */
public final class InstanceState implements Candidate, Place.Host, PackedTable.Row {
  private final Records<InstanceRecord> records;
  private final Records<TaskRecord> taskRecords;
  private final PackedList<TaskRecord> tasks;
  private final Place place;
  private Packed<InstanceRecord> record;

  InstanceState(
      Packed<InstanceRecord> record,
      Records<InstanceRecord> records,
      Records<TaskRecord> taskRecords,
      PackedList<TaskRecord> tasks) {
    this.records = records;
    this.taskRecords = taskRecords;
    this.record = record;
    this.tasks = tasks;
    this.place = new Place(record.arn(), this);
    // Few come with tasks, and a way that is not gone need not be compiled when thousands come.
    if (!tasks.isEmpty()) {
      tasks.forEach(this::take);
    }
  }

  /** Takes another record of the same instance; the result is the one before. */
  Packed<InstanceRecord> replace(Packed<InstanceRecord> next) {
    Packed<InstanceRecord> previous = record;
    ContainerInstance before = instance();
    record = next;
    if (!before.equals(instance())) {
      place.described(before);
    }
    return previous;
  }

  void add(Packed<TaskRecord> task) {
    tasks.add(task);
    take(task);
  }

  private void take(Packed<TaskRecord> task) {
    place.take(group(task), demand(task));
  }

  void remove(Packed<TaskRecord> task) {
    if (tasks.remove(task)) {
      place.giveBack(group(task), demand(task));
    }
  }

  private static String group(Packed<TaskRecord> task) {
    return task.shared().getTask().getGroup();
  }

  // Only ports are a task's own, and they come with the task's record where there are any.
  private Demand demand(Packed<TaskRecord> task) {
    return facts(task).getReserved();
  }

  private TaskRecord facts(Packed<TaskRecord> task) {
    return task.shares(TaskRecord.RESERVED_FIELD_NUMBER) ? task.shared() : taskRecords.unpack(task);
  }

  @Override
  public Stream<TaskRecord> facts() {
    return tasks.stream().map(this::facts);
  }

  /** The instance as placement knows it. */
  Place place() {
    return place;
  }

  PackedList<TaskRecord> rows() {
    return tasks;
  }

  public InstanceRecord record() {
    return records.unpack(record);
  }

  /** The record in little memory; has the instance's status. */
  @Override
  public Packed<InstanceRecord> row() {
    return record;
  }

  @Override
  public ContainerInstance instance() {
    return record().getInstance();
  }

  @Override
  public ContainerInstance common() {
    return record.shared().getInstance();
  }

  public String arn() {
    return place.arn();
  }

  @Override
  public Capacity free() {
    return place.free();
  }

  /** The tasks here that have not stopped, by ARN. */
  @Override
  public Stream<TaskRecord> tasks() {
    return tasks.stream().map(taskRecords::unpack);
  }

  /** The names of the services that have tasks here, as often as they have some. */
  Stream<String> services() {
    return tasks.stream().map(task -> task.shared().getService());
  }

  @Override
  public int taskCount() {
    return tasks.size();
  }

  @Override
  public int countOf(String group) {
    return place.countOf(group);
  }
}
