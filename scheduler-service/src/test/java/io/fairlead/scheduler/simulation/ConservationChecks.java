package io.fairlead.scheduler.simulation;

import io.fairlead.proto.ecs.Resource;
import io.fairlead.proto.state.Demand;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.InstanceState;
import java.util.SortedSet;
import java.util.TreeSet;

/** What an instance has free is what it has less what its unfinished tasks have reserved. */
final class ConservationChecks {
  private ConservationChecks() {}

  static void check(InstanceState instance) {
    long cpu = 0;
    long memory = 0;
    SortedSet<Integer> ports = new TreeSet<>();
    for (Resource resource : instance.instance().getRegisteredResourcesList()) {
      switch (resource.getName()) {
        case "CPU" -> cpu += resource.getIntegerValue();
        case "MEMORY" -> memory += resource.getIntegerValue();
        case "PORTS" ->
            resource.getStringSetValueList().stream().map(Integer::valueOf).forEach(ports::add);
        default -> {}
      }
    }
    for (TaskRecord task : instance.tasks().toList()) {
      Demand reserved = task.getReserved();
      Violation.unless(
          TaskChecks.isLive(task), "%s has stopped and holds on", task.getTask().getTaskArn());
      cpu -= reserved.getCpu();
      memory -= reserved.getMemory();
      ports.addAll(reserved.getTcpPortsList());
    }
    Violation.unless(
        instance.free().cpu() == cpu
            && instance.free().memory() == memory
            && instance.free().tcpPorts().equals(ports),
        "%s counts %d CPU units, %d MiB and %s, but has %d, %d and %s",
        instance.arn(),
        instance.free().cpu(),
        instance.free().memory(),
        instance.free().tcpPorts(),
        cpu,
        memory,
        ports);
  }
}
