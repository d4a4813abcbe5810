package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ulimit;
import io.fairlead.agent.runtime.Blueprint;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.LinuxParameters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * CPU, memory and ulimits. Without a cgroup of the task the task's own bounds hold for each of its
 * containers: none gets more CPU time or memory than the task has, but they are not added up.
 */
final class Resources {
  private static final long MIB = 1024 * 1024;
  private static final long NANO_CPUS = 1_000_000_000L;
  private static final long UNITS_PER_CPU = 1024;

  /** The kernel's least; ECS gives it to containers that ask for nothing. */
  private static final int LEAST_SHARES = 2;

  private Resources() {}

  static void set(HostConfig host, Blueprint blueprint, Optional<String> cgroup) {
    ContainerDefinition container = blueprint.container();
    host.withCpuShares(Math.max(container.getCpu(), LEAST_SHARES));
    cgroup.ifPresentOrElse(host::withCgroupParent, () -> setTaskCpu(host, blueprint));
    OptionalLong memory = memory(blueprint, cgroup.isEmpty());
    memory.ifPresent(host::withMemory);
    if (container.hasMemoryReservation()) {
      host.withMemoryReservation(container.getMemoryReservation() * MIB);
    }
    if (memory.isPresent()) {
      setSwap(host, container.getLinuxParameters(), memory.getAsLong());
    }
    host.withUlimits(ulimits(container));
  }

  private static void setTaskCpu(HostConfig host, Blueprint blueprint) {
    blueprint
        .taskCpuUnits()
        .ifPresent(units -> host.withNanoCPUs(units * NANO_CPUS / UNITS_PER_CPU));
  }

  private static OptionalLong memory(Blueprint blueprint, boolean orOfTask) {
    ContainerDefinition container = blueprint.container();
    if (container.hasMemory()) {
      return OptionalLong.of(container.getMemory() * MIB);
    }
    OptionalLong task = orOfTask ? blueprint.taskMemoryMib() : OptionalLong.empty();
    return task.isPresent() ? OptionalLong.of(task.getAsLong() * MIB) : task;
  }

  /** The engine counts memory and swap together; swappiness without maxSwap is ignored by ECS. */
  private static void setSwap(HostConfig host, LinuxParameters linux, long memory) {
    if (linux.hasMaxSwap()) {
      host.withMemorySwap(memory + linux.getMaxSwap() * MIB);
      if (linux.hasSwappiness()) {
        host.withMemorySwappiness((long) linux.getSwappiness());
      }
    }
  }

  private static List<Ulimit> ulimits(ContainerDefinition container) {
    return container.getUlimitsList().stream()
        .map(
            limit ->
                new Ulimit(
                    limit
                        .getName()
                        .name()
                        .substring("ULIMIT_NAME_".length())
                        .toLowerCase(Locale.ROOT),
                    (long) limit.getSoftLimit(),
                    (long) limit.getHardLimit()))
        .toList();
  }
}
