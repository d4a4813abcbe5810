package io.fairlead.agent.runtime;

import io.fairlead.proto.Arn;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerOverride;
import io.fairlead.proto.ecs.KeyValuePair;
import io.fairlead.proto.ecs.TaskDefinition;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A container of a task as it is to be built: its definition with the overrides of the call that
 * started the task.
 */
public record Blueprint(Assignment assignment, ContainerDefinition container) {

  /**
   * Reads one container of an assignment.
   *
   * @throws IllegalArgumentException where the task definition has no such container
   */
  public static Blueprint of(Assignment assignment, String container) {
    ContainerDefinition definition =
        assignment.getTaskDefinition().getContainerDefinitionsList().stream()
            .filter(candidate -> candidate.getName().equals(container))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no container " + container));
    ContainerDefinition.Builder merged = definition.toBuilder();
    assignment.getOverrides().getContainerOverridesList().stream()
        .filter(override -> override.getName().equals(container))
        .forEach(override -> apply(merged, override));
    ContainerDefinition whole = merged.build();
    // Most overrides say nothing, and there may be thousands of such tasks.
    return new Blueprint(assignment, whole.equals(definition) ? definition : whole);
  }

  private static void apply(ContainerDefinition.Builder merged, ContainerOverride override) {
    if (override.getCommandCount() > 0) {
      merged.clearCommand().addAllCommand(override.getCommandList());
    }
    override.getEnvironmentList().forEach(pair -> put(merged, pair));
    merged.addAllEnvironmentFiles(override.getEnvironmentFilesList());
    if (override.hasCpu()) {
      merged.setCpu(override.getCpu());
    }
    if (override.hasMemory()) {
      merged.setMemory(override.getMemory());
    }
    if (override.hasMemoryReservation()) {
      merged.setMemoryReservation(override.getMemoryReservation());
    }
  }

  private static void put(ContainerDefinition.Builder merged, KeyValuePair pair) {
    for (int i = 0; i < merged.getEnvironmentCount(); i++) {
      if (merged.getEnvironment(i).getName().equals(pair.getName())) {
        merged.setEnvironment(i, pair);
        return;
      }
    }
    merged.addEnvironment(pair);
  }

  public TaskDefinition task() {
    return assignment.getTaskDefinition();
  }

  /** The last part of the task's ARN. */
  public String taskId() {
    return Arn.nameOf(assignment.getTaskArn());
  }

  /** The engine's name for a container of this task: unique, and the same at every attempt. */
  public String engineName(String containerName) {
    String name =
        "ecs-%s-%d-%s-%s"
            .formatted(task().getFamily(), task().getRevision(), containerName, taskId());
    return name.replaceAll("[^a-zA-Z0-9_.-]", "-");
  }

  /** The task's bound on CPU in units of 1024 to a core; empty where it has none. */
  public OptionalLong taskCpuUnits() {
    return taskSize(
            assignment.getOverrides().hasCpu(), assignment.getOverrides().getCpu(), task().getCpu())
        .flatMap(size -> TaskSize.cpuUnits(size))
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /** The task's bound on memory in MiB; empty where it has none. */
  public OptionalLong taskMemoryMib() {
    return taskSize(
            assignment.getOverrides().hasMemory(),
            assignment.getOverrides().getMemory(),
            task().getMemory())
        .flatMap(size -> TaskSize.memoryMib(size))
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  private static Optional<String> taskSize(boolean overridden, String override, String defined) {
    String size = overridden ? override : defined;
    return size.isBlank() ? Optional.empty() : Optional.of(size);
  }
}
