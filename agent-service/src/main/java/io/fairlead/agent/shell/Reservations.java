package io.fairlead.agent.shell;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.UsageSample;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.TaskDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts usage beside what is reserved for it. */
record Reservations(Credentials credentials, Registration registration) {
  private static final long MIB = 1L << 20;

  UsageSample ofTask(Assignment assignment, List<UsageDelta> deltas, Instant at) {
    TaskDefinition definition = assignment.getTaskDefinition();
    return UsageSample.newBuilder()
        .setClusterArn(assignment.getClusterArn())
        .setContainerInstanceArn(assignment.getContainerInstanceArn())
        .setTaskArn(assignment.getTaskArn())
        .setService(assignment.getService())
        .setAt(ProtoTime.of(at))
        .setCpuUnits(deltas.stream().mapToDouble(UsageDelta::cpuUnits).sum())
        .setCpuUnitsReserved(cpu(definition))
        .setMemoryBytes(deltas.stream().mapToLong(delta -> delta.now().memoryBytes()).sum())
        .setMemoryBytesReserved(memory(definition))
        .setNetworkRxBytesTotal(
            deltas.stream().mapToLong(delta -> delta.now().receivedBytes()).sum())
        .setNetworkTxBytesTotal(deltas.stream().mapToLong(delta -> delta.now().sentBytes()).sum())
        .build();
  }

  /** The instance's sample: the sum of its tasks', against what it offers. */
  UsageSample whole(List<UsageSample> tasks, Instant at) {
    UsageSample.Builder sum =
        UsageSample.newBuilder()
            .setContainerInstanceArn(credentials.containerInstanceArn())
            .setAt(ProtoTime.of(at))
            .setCpuUnitsReserved(registration.cpu())
            .setMemoryBytesReserved(registration.memory() * MIB);
    for (UsageSample task : tasks) {
      sum.setClusterArn(task.getClusterArn())
          .setCpuUnits(sum.getCpuUnits() + task.getCpuUnits())
          .setMemoryBytes(sum.getMemoryBytes() + task.getMemoryBytes())
          .setNetworkRxBytesTotal(sum.getNetworkRxBytesTotal() + task.getNetworkRxBytesTotal())
          .setNetworkTxBytesTotal(sum.getNetworkTxBytesTotal() + task.getNetworkTxBytesTotal());
    }
    return sum.build();
  }

  private static double cpu(TaskDefinition definition) {
    return number(definition.getCpu())
        .orElseGet(
            () ->
                definition.getContainerDefinitionsList().stream()
                    .mapToLong(ContainerDefinition::getCpu)
                    .sum());
  }

  private static long memory(TaskDefinition definition) {
    return MIB
        * number(definition.getMemory())
            .orElseGet(
                () ->
                    definition.getContainerDefinitionsList().stream()
                        .mapToLong(Reservations::memory)
                        .sum());
  }

  /** The soft limit where there is one: it is what the placement reserves. */
  private static long memory(ContainerDefinition container) {
    return container.hasMemoryReservation()
        ? container.getMemoryReservation()
        : container.getMemory();
  }

  private static Optional<Long> number(String text) {
    return text.matches("\\d{1,9}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }
}
