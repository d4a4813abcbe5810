package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.placement.Candidate;
import io.fairlead.scheduler.core.placement.Capacity;
import io.fairlead.scheduler.core.placement.Place;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A container instance with the tasks on it that have not stopped, and what they leave free. */
public final class InstanceState implements Candidate {
  private InstanceRecord record;
  private final SortedMap<String, TaskRecord> tasks = new TreeMap<>();
  private final Place place;

  InstanceState(InstanceRecord record) {
    this.record = record;
    this.place = new Place(record.getInstance(), this::tasks);
  }

  void replace(InstanceRecord next) {
    record = next;
    place.describe(next.getInstance());
  }

  void add(TaskRecord task) {
    tasks.put(task.getTask().getTaskArn(), task);
    place.take(task.getTask().getGroup(), task.getReserved());
  }

  void remove(TaskRecord task) {
    if (tasks.remove(task.getTask().getTaskArn()) != null) {
      place.giveBack(task.getTask().getGroup(), task.getReserved());
    }
  }

  /** The instance as placement knows it. */
  Place place() {
    return place;
  }

  public InstanceRecord record() {
    return record;
  }

  @Override
  public ContainerInstance instance() {
    return record.getInstance();
  }

  public String arn() {
    return record.getInstance().getContainerInstanceArn();
  }

  @Override
  public Capacity free() {
    return place.free();
  }

  /** The tasks here that have not stopped, by ARN. */
  @Override
  public Stream<TaskRecord> tasks() {
    return tasks.values().stream();
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
