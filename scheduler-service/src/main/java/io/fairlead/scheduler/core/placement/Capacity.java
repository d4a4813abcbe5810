package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.Resource;
import io.fairlead.proto.state.Demand;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/** What an instance has, and what of it the tasks placed there leave free. */
public final class Capacity {
  private long cpu;
  private long memory;
  private int gpus;
  // How often each port is taken: a reserved one may be bound as well, and freed once.
  private final TreeMap<Integer, Integer> tcpPorts = new TreeMap<>();
  private final TreeMap<Integer, Integer> udpPorts = new TreeMap<>();

  private Capacity() {}

  /** All that the instance registered, nothing taken yet. */
  public static Capacity registered(ContainerInstance instance) {
    Capacity capacity = new Capacity();
    for (Resource resource : instance.getRegisteredResourcesList()) {
      switch (resource.getName()) {
        case "CPU" -> capacity.cpu = resource.getIntegerValue();
        case "MEMORY" -> capacity.memory = resource.getIntegerValue();
        case "GPU" -> capacity.gpus = resource.getStringSetValueCount();
        case "PORTS" -> take(capacity.tcpPorts, ports(resource));
        case "PORTS_UDP" -> take(capacity.udpPorts, ports(resource));
        default -> {}
      }
    }
    return capacity;
  }

  private static List<Integer> ports(Resource resource) {
    return resource.getStringSetValueList().stream().map(Integer::valueOf).toList();
  }

  private static void take(Map<Integer, Integer> taken, List<Integer> ports) {
    ports.forEach(port -> taken.merge(port, 1, Integer::sum));
  }

  private static void giveBack(Map<Integer, Integer> taken, List<Integer> ports) {
    ports.forEach(port -> taken.computeIfPresent(port, (same, n) -> n == 1 ? null : n - 1));
  }

  /** Reserves what a task takes. */
  public void take(Demand demand) {
    cpu -= demand.getCpu();
    memory -= demand.getMemory();
    gpus -= demand.getGpus();
    take(tcpPorts, demand.getTcpPortsList());
    take(udpPorts, demand.getUdpPortsList());
  }

  /** Frees what a task took. */
  public void giveBack(Demand demand) {
    cpu += demand.getCpu();
    memory += demand.getMemory();
    gpus += demand.getGpus();
    giveBack(tcpPorts, demand.getTcpPortsList());
    giveBack(udpPorts, demand.getUdpPortsList());
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
    return tcpPorts.navigableKeySet();
  }

  /** UDP host ports in use or reserved by the instance itself, ascending. */
  public SortedSet<Integer> udpPorts() {
    return udpPorts.navigableKeySet();
  }
}
