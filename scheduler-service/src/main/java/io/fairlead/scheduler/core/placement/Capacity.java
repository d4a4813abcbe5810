package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.Resource;
import io.fairlead.proto.state.Demand;
import java.util.Optional;
import java.util.SortedSet;

/** What an instance has, and what of it the tasks placed there leave free. */
public final class Capacity {
  private long cpu;
  private long memory;
  private int gpus;
  private final Ports tcpPorts = new Ports();
  private final Ports udpPorts = new Ports();

  private Capacity() {}

  /** All that the instance registered, nothing taken yet. */
  public static Capacity registered(ContainerInstance instance) {
    Capacity capacity = new Capacity();
    for (Resource resource : instance.getRegisteredResourcesList()) {
      switch (resource.getName()) {
        case "CPU" -> capacity.cpu = resource.getIntegerValue();
        case "MEMORY" -> capacity.memory = resource.getIntegerValue();
        case "GPU" -> capacity.gpus = resource.getStringSetValueCount();
        case "PORTS" -> reserve(capacity.tcpPorts, resource);
        case "PORTS_UDP" -> reserve(capacity.udpPorts, resource);
        default -> {}
      }
    }
    return capacity;
  }

  private static void reserve(Ports ports, Resource resource) {
    resource.getStringSetValueList().forEach(port -> ports.take(Integer.parseInt(port)));
  }

  /** Reserves what a task takes. */
  public void take(Demand demand) {
    cpu -= demand.getCpu();
    memory -= demand.getMemory();
    gpus -= demand.getGpus();
    for (int i = 0; i < demand.getTcpPortsCount(); i++) {
      tcpPorts.take(demand.getTcpPorts(i));
    }
    for (int i = 0; i < demand.getUdpPortsCount(); i++) {
      udpPorts.take(demand.getUdpPorts(i));
    }
  }

  /** Frees what a task took. */
  public void giveBack(Demand demand) {
    cpu += demand.getCpu();
    memory += demand.getMemory();
    gpus += demand.getGpus();
    for (int i = 0; i < demand.getTcpPortsCount(); i++) {
      tcpPorts.giveBack(demand.getTcpPorts(i));
    }
    for (int i = 0; i < demand.getUdpPortsCount(); i++) {
      udpPorts.giveBack(demand.getUdpPorts(i));
    }
  }

  /** What there is too little of; empty where the demand fits. */
  Optional<Obstacle> shortage(Demand demand) {
    if (demand.getCpu() > 0 && cpu < demand.getCpu()) {
      return Optional.of(Obstacle.CPU);
    }
    if (demand.getMemory() > 0 && memory < demand.getMemory()) {
      return Optional.of(Obstacle.MEMORY);
    }
    if (lacksGpus(demand)) {
      return Optional.of(Obstacle.GPU);
    }
    return lacksPorts(demand) ? Optional.of(Obstacle.PORTS) : Optional.empty();
  }

  private boolean lacksGpus(Demand demand) {
    return demand.getGpus() > 0 && gpus < demand.getGpus();
  }

  private boolean lacksPorts(Demand demand) {
    for (int i = 0; i < demand.getTcpPortsCount(); i++) {
      if (tcpPorts.contains(demand.getTcpPorts(i))) {
        return true;
      }
    }
    for (int i = 0; i < demand.getUdpPortsCount(); i++) {
      if (udpPorts.contains(demand.getUdpPorts(i))) {
        return true;
      }
    }
    return false;
  }

  /** Free CPU units; below zero where an instance came back smaller than what runs on it. */
  public long cpu() {
    return cpu;
  }

  /** Free memory in MiB. */
  public long memory() {
    return memory;
  }

  /** Free GPUs. */
  public int gpus() {
    return gpus;
  }

  /** Host ports in use or reserved by the instance itself, ascending. */
  public SortedSet<Integer> tcpPorts() {
    return tcpPorts.all();
  }

  /** UDP host ports in use or reserved by the instance itself, ascending. */
  public SortedSet<Integer> udpPorts() {
    return udpPorts.all();
  }
}
