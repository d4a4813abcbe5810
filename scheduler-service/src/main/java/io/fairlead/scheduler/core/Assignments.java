package io.fairlead.scheduler.core;

import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.AssignmentSet;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import java.util.Optional;

/** Tasks as their agents hear of them. */
public final class Assignments {
  private Assignments() {}

  /** Every task that the instance should have, and none else. */
  public static AssignmentSet on(ClusterState state, String instanceArn) {
    AssignmentSet.Builder set = AssignmentSet.newBuilder();
    state.instance(instanceArn).stream()
        .flatMap(InstanceState::tasks)
        .map(task -> of(state, task))
        .forEach(set::addAssignments);
    return set.build();
  }

  /**
   * What the agent must hear because of a change of a task; empty where it need not.
   *
   * @param state before or after the change; it knows the task's definition
   * @param before the task before, if there was one
   */
  public static Optional<Assignment> news(
      ClusterState state, Optional<TaskRecord> before, TaskRecord after) {
    long known = before.map(TaskRecord::getAssignmentVersion).orElse(0L);
    boolean stopped = after.getTask().getLastStatus().equals(TaskStatus.STOPPED.name());
    return after.getAssignmentVersion() > known && !stopped
        ? Optional.of(of(state, after))
        : Optional.empty();
  }

  /** The desired state of one task. */
  public static Assignment of(ClusterState state, TaskRecord record) {
    Task task = record.getTask();
    return Assignment.newBuilder()
        .setTaskArn(task.getTaskArn())
        .setClusterArn(task.getClusterArn())
        .setContainerInstanceArn(task.getContainerInstanceArn())
        .setVersion(record.getAssignmentVersion())
        .setDesiredStatus(task.getDesiredStatus())
        .setStoppedReason(task.getStoppedReason())
        .setTaskDefinition(
            DeploymentImages.pinned(definition(state, task.getTaskDefinitionArn()), record))
        .setOverrides(task.getOverrides())
        .setService(record.getService())
        .setGroup(task.getGroup())
        .setEnableExecuteCommand(task.getEnableExecuteCommand())
        .setCreatedAt(task.getCreatedAt())
        .build();
  }

  private static TaskDefinition definition(ClusterState state, String arn) {
    return state
        .definition(arn)
        .map(TaskDefinitionRecord::getDefinition)
        .orElseThrow(() -> new IllegalStateException("no definition " + arn));
  }
}
