package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.Resource;
import io.fairlead.proto.state.Demand;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What an instance has, and what of it the tasks placed there leave free. */
public final class Capacity {
  private long cpu;
  private long memory;
  private int gpus;
  private final SortedSet<Integer> tcpPorts = new TreeSet<>();
  private final SortedSet<Integer> udpPorts = new TreeSet<>();

  private Capacity() {}

  /** All that the instance registered, nothing taken yet. */
  public static Capacity registered(ContainerInstance instance) {
    Capacity capacity = new Capacity();
    for (Resource resource : instance.getRegisteredResourcesList()) {
      switch (resource.getName()) {
        case "CPU" -> capacity.cpu = resource.getIntegerValue();
        case "MEMORY" -> capacity.memory = resource.getIntegerValue();
        case "GPU" -> capacity.gpus = resource.getStringSetValueCount();
        case "PORTS" -> capacity.tcpPorts.addAll(ports(resource.getStringSetValueList()));
        case "PORTS_UDP" -> capacity.udpPorts.addAll(ports(resource.getStringSetValueList()));
        default -> {}
      }
    }
    return capacity;
  }

  private static List<Integer> ports(List<String> texts) {
    return texts.stream().map(Integer::valueOf).toList();
  }

  /** Reserves what a task takes. */
  public void take(Demand demand) {
    cpu -= demand.getCpu();
    memory -= demand.getMemory();
    gpus -= demand.getGpus();
    tcpPorts.addAll(demand.getTcpPortsList());
    udpPorts.addAll(demand.getUdpPortsList());
  }

  /** Frees what a task took. */
  public void giveBack(Demand demand) {
    cpu += demand.getCpu();
    memory += demand.getMemory();
    gpus += demand.getGpus();
    demand.getTcpPortsList().forEach(tcpPorts::remove);
    demand.getUdpPortsList().forEach(udpPorts::remove);
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
    return tcpPorts;
  }

  /** UDP host ports in use or reserved by the instance itself, ascending. */
  public SortedSet<Integer> udpPorts() {
    return udpPorts;
  }
}
