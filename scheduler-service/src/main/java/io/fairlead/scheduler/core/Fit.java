package io.fairlead.scheduler.core;

import io.fairlead.proto.Arn;
import io.fairlead.proto.api.ExplainedInstance;
import io.fairlead.proto.state.Demand;
import io.fairlead.scheduler.core.placement.Capacity;
import io.fairlead.scheduler.core.placement.Obstacle;
import io.fairlead.scheduler.core.placement.PlacementRequest;
import io.fairlead.scheduler.core.placement.Shape;
import java.util.Optional;

/** Whether a task fits on an instance, in words with numbers. */
final class Fit {
  private Fit() {}

  static ExplainedInstance explained(
      InstanceState instance, PlacementRequest request, Shape shape) {
    Optional<Obstacle> obstacle = shape.obstacle(instance);
    ExplainedInstance.Builder explained =
        ExplainedInstance.newBuilder()
            .setContainerInstanceArn(instance.arn())
            .setFits(obstacle.isEmpty());
    obstacle.ifPresent(each -> explained.addReasons(words(each, instance, request)));
    return explained.build();
  }

  private static String words(Obstacle obstacle, InstanceState instance, PlacementRequest request) {
    Capacity free = instance.free();
    Demand demand = request.demand();
    String numbers =
        switch (obstacle) {
          case CPU -> shortage(demand.getCpu(), free.cpu(), "CPU units");
          case MEMORY -> shortage(demand.getMemory(), free.memory(), "MiB");
          case GPU -> shortage(demand.getGpus(), free.gpus(), "GPUs");
          case PORTS ->
              ": wants " + demand.getTcpPortsList() + demand.getUdpPortsList() + ", some are taken";
          case ATTRIBUTE -> ": needs all of " + request.requiredAttributes();
          case DISTINCT_INSTANCE -> ": a task of " + request.group() + " runs there";
          case INACTIVE -> ": the instance is " + instance.instance().getStatus();
          case AGENT, MEMBER_OF -> "";
        };
    return obstacle.reason() + numbers;
  }

  private static String shortage(long wanted, long free, String unit) {
    return ": needs " + wanted + " " + unit + ", " + Math.max(0, free) + " are free";
  }

  static String demand(Demand demand) {
    StringBuilder words =
        new StringBuilder(demand.getCpu() + " CPU units and " + demand.getMemory() + " MiB");
    if (demand.getGpus() > 0) {
      words.append(", ").append(demand.getGpus()).append(" GPUs");
    }
    if (demand.getTcpPortsCount() > 0) {
      words.append(", TCP ports ").append(demand.getTcpPortsList());
    }
    if (demand.getUdpPortsCount() > 0) {
      words.append(", UDP ports ").append(demand.getUdpPortsList());
    }
    return words.toString();
  }

  static String instance(InstanceState instance) {
    return "Instance "
        + Arn.nameOf(instance.arn())
        + " is "
        + instance.instance().getStatus()
        + (instance.instance().getAgentConnected() ? "" : " with its agent away")
        + ", runs "
        + instance.taskCount()
        + " tasks and has "
        + Math.max(0, instance.free().cpu())
        + " CPU units and "
        + Math.max(0, instance.free().memory())
        + " MiB left.";
  }
}
