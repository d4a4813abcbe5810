package io.fairlead.scheduler.core;

import io.fairlead.proto.agent.ContainerObservation;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.NetworkBinding;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TransportProtocol;
import io.fairlead.proto.state.Demand;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an observation says of a task's containers. */
final class ContainerReports {
  private ContainerReports() {}

  /** Takes the containers' facts over, and draws the task's health from them. */
  static void fold(Task.Builder task, Observation seen, TaskDefinition definition) {
    for (ContainerObservation report : seen.getContainersList()) {
      task.getContainersBuilderList().stream()
          .filter(container -> container.getName().equals(report.getName()))
          .forEach(container -> fold(container, report));
    }
    task.setHealthStatus(health(task, definition));
  }

  private static void fold(Container.Builder container, ContainerObservation report) {
    container.setLastStatus(report.getStatus());
    if (!report.getRuntimeId().isEmpty()) {
      container.setRuntimeId(report.getRuntimeId());
    }
    if (!report.getImageDigest().isEmpty()) {
      container.setImageDigest(report.getImageDigest());
    }
    if (report.hasExitCode()) {
      container.setExitCode(report.getExitCode());
    }
    if (!report.getReason().isEmpty()) {
      container.setReason(report.getReason());
    }
    if (report.getHealth() != HealthStatus.HEALTH_STATUS_UNSPECIFIED) {
      container.setHealthStatus(report.getHealth());
    }
    if (report.getNetworkBindingsCount() > 0) {
      container.clearNetworkBindings().addAllNetworkBindings(report.getNetworkBindingsList());
    }
  }

  /**
   * As ECS defines it, over the essential containers that have a health check: UNHEALTHY if one is,
   * else UNKNOWN if one is or there is none, else HEALTHY.
   */
  private static HealthStatus health(Task.Builder task, TaskDefinition definition) {
    Set<String> checked =
        definition.getContainerDefinitionsList().stream()
            .filter(container -> !container.hasEssential() || container.getEssential())
            .filter(ContainerDefinition::hasHealthCheck)
            .map(ContainerDefinition::getName)
            .collect(Collectors.toSet());
    Set<HealthStatus> seen =
        task.getContainersList().stream()
            .filter(container -> checked.contains(container.getName()))
            .map(Container::getHealthStatus)
            .collect(Collectors.toSet());
    if (seen.contains(HealthStatus.HEALTH_STATUS_UNHEALTHY)) {
      return HealthStatus.HEALTH_STATUS_UNHEALTHY;
    }
    return seen.equals(Set.of(HealthStatus.HEALTH_STATUS_HEALTHY))
        ? HealthStatus.HEALTH_STATUS_HEALTHY
        : HealthStatus.HEALTH_STATUS_UNKNOWN;
  }

  /** With the host ports that the engine chose, so that no fixed port is placed on one of them. */
  static Demand reserved(Demand before, Observation seen) {
    List<NetworkBinding> bindings =
        seen.getContainersList().stream()
            .flatMap(container -> container.getNetworkBindingsList().stream())
            .filter(binding -> binding.getHostPort() > 0)
            .toList();
    return before.toBuilder()
        .clearTcpPorts()
        .addAllTcpPorts(with(before.getTcpPortsList(), bindings.stream().filter(b -> !isUdp(b))))
        .clearUdpPorts()
        .addAllUdpPorts(with(before.getUdpPortsList(), bindings.stream().filter(b -> isUdp(b))))
        .build();
  }

  private static boolean isUdp(NetworkBinding binding) {
    return binding.getProtocol() == TransportProtocol.TRANSPORT_PROTOCOL_UDP;
  }

  private static Set<Integer> with(List<Integer> ports, Stream<NetworkBinding> bindings) {
    Set<Integer> all = new TreeSet<>(ports);
    bindings.map(NetworkBinding::getHostPort).forEach(all::add);
    return all;
  }
}
