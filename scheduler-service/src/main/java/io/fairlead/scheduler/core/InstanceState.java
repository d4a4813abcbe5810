package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.placement.Candidate;
import io.fairlead.scheduler.core.placement.Capacity;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A container instance with the tasks on it that have not stopped, and what they leave free. */
public final class InstanceState implements Candidate {
  private InstanceRecord record;
  private Capacity capacity;
  private final SortedMap<String, TaskRecord> tasks = new TreeMap<>();
  private final Map<String, Integer> groups = new HashMap<>();

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
    groups.merge(task.getTask().getGroup(), 1, Integer::sum);
    capacity.take(task.getReserved());
  }

  void remove(TaskRecord task) {
    if (tasks.remove(task.getTask().getTaskArn()) != null) {
      groups.computeIfPresent(
          task.getTask().getGroup(), (group, count) -> count == 1 ? null : count - 1);
      capacity.giveBack(task.getReserved());
    }
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
    return capacity;
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
    return groups.getOrDefault(group, 0);
  }
}
