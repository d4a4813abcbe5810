package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.state.InstanceRecord;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import io.fairlead.proto.state.TaskRecord;

/** A container instance with the tasks on it that have not stopped, and what they leave free. */
public final class InstanceState {
  private InstanceRecord record;
  private Capacity capacity;
  private final SortedMap<String, TaskRecord> tasks = new TreeMap<>();

  InstanceState(InstanceRecord record) {
    this.record = record;
    this.capacity = Capacity.registered(record.getInstance());
  }

  void replace(InstanceRecord next) {
    record = next;
    capacity = Capacity.registered(next.getInstance());
    tasks.values().forEach(task -> capacity.take(task.getReserved()));
  }

  void add(TaskRecord task) {
    tasks.put(task.getTask().getTaskArn(), task);
    capacity.take(task.getReserved());
  }

  void remove(TaskRecord task) {
    if (tasks.remove(task.getTask().getTaskArn()) != null) {
      capacity.giveBack(task.getReserved());
    }
  }

  public InstanceRecord record() {
    return record;
  }

  public ContainerInstance instance() {
    return record.getInstance();
  }

  public String arn() {
    return record.getInstance().getContainerInstanceArn();
  }

  public Capacity free() {
    return capacity;
  }

  /** The tasks here that have not stopped, by ARN. */
  public Stream<TaskRecord> tasks() {
    return tasks.values().stream();
  }

  public int taskCount() {
    return tasks.size();
  }

  /** Whether a new task may be placed here at all. */
  public boolean accepts() {
    return record.getInstance().getStatus().equals("ACTIVE") && record.getInstance().getAgentConnected();
  }
}
