package io.fairlead.lab;

import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.agent.runtime.simulated.SimulatedEngine;
import io.fairlead.agent.shell.Cable;
import io.fairlead.lab.faults.Engines;
import io.fairlead.lab.faults.Fault;
import io.fairlead.lab.faults.Subjects;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The faults of instances whose agents run in the lab's process. */
final class OwnInstances implements Subjects, Engines {
  private static final String ZONE = "zone:";

  /** What cuts an instance's cable, or a part of it. */
  private static final Map<Fault, Cable.Cut> CUTS =
      Map.of(
          Fault.PARTITION, Cable.Cut.ALL,
          Fault.PARTITION_IN, Cable.Cut.IN,
          Fault.PARTITION_OUT, Cable.Cut.OUT,
          Fault.PARTITION_KAFKA, Cable.Cut.BROKER);

  private static final Set<Fault> OF_SIMULATED =
      EnumSet.of(
          Fault.POWER_OFF,
          Fault.REBOOT,
          Fault.ENGINE_KILL,
          Fault.ENGINE_HOLD,
          Fault.CONTAINER_KILL,
          Fault.PULL_FAIL,
          Fault.PULL_STALL,
          Fault.DISK_FULL,
          Fault.LIE);

  /** What a simulated container can have. */
  static final Set<Fault> OF_CONTAINERS = EnumSet.of(Fault.CONTAINER_KILL, Fault.OOM);

  private final List<LabInstance> instances;
  private final RandomGenerator random;

  OwnInstances(List<LabInstance> instances, RandomGenerator random) {
    this.instances = instances;
    this.random = random;
  }

  @Override
  public String known() {
    return switch (instances.size()) {
      case 0 -> "no instance";
      case 1 -> instances.getFirst().name();
      default -> instances.getFirst().name() + " to " + instances.getLast().name();
    };
  }

  @Override
  public List<String> named(String target) {
    return instances.stream()
        .filter(it -> target.equals(it.name()) || target.equals(ZONE + it.zone()))
        .map(LabInstance::name)
        .toList();
  }

  /**
   * Real containers of several such instances are in one engine: who looks there sees no instance.
   */
  @Override
  public List<Look> look() {
    return instances.stream().flatMap(it -> it.engine().map(e -> look(it, e)).stream()).toList();
  }

  private static Look look(LabInstance instance, SimulatedEngine engine) {
    return new Look(
        instance.name(),
        !instance.switchedOff(),
        LabInstance.running(engine).stream().map(OwnInstances::running).toList());
  }

  private static Running running(FoundContainer container) {
    return new Running(
        container.assignment().getTaskArn(),
        container.assignment().getGroup(),
        container.container(),
        container.runtimeId());
  }

  private LabInstance instance(String name) {
    return instances.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  @Override
  public Set<Fault> possible(String subject) {
    Set<Fault> possible = EnumSet.of(Fault.AGENT_KILL, Fault.AGENT_HOLD, Fault.CLOCK);
    possible.addAll(CUTS.keySet());
    if (instance(subject).engine().isPresent()) {
      possible.addAll(OF_SIMULATED);
    }
    return possible;
  }

  /**
   * @param subject an instance, or a container on it, as {@link io.fairlead.lab.faults.Containers}
   *     name them
   */
  @Override
  public void begin(Fault fault, String subject, String value) throws IOException {
    String[] names = subject.split(":", 2);
    LabInstance instance = instance(names[0]);
    if (instance.switchedOff() && fault != Fault.POWER_OFF) {
      throw new IOException(names[0] + " is switched off");
    }
    if (names.length > 1) {
      end(instance.engine().orElseThrow(), names[1], fault == Fault.OOM);
    } else if (CUTS.containsKey(fault)) {
      instance.cable().cut(CUTS.get(fault));
    } else {
      begin(fault, instance, value);
    }
  }

  private void begin(Fault fault, LabInstance instance, String value) throws IOException {
    switch (fault) {
      case AGENT_HOLD -> instance.hold(fault);
      case AGENT_KILL -> {
        instance.stop();
        instance.start();
      }
      case CLOCK -> instance.skew(Duration.parse("PT" + value));
      case POWER_OFF -> {
        instance.hold(fault);
        instance.killContainers();
      }
      case REBOOT -> {
        instance.stop();
        instance.killContainers();
        instance.start();
      }
      default -> beginOfEngine(fault, instance.name(), instance.engine().orElseThrow());
    }
  }

  private void beginOfEngine(Fault fault, String name, SimulatedEngine engine) throws IOException {
    switch (fault) {
      case CONTAINER_KILL -> {
        List<FoundContainer> running = LabInstance.running(engine);
        if (running.isEmpty()) {
          throw new IOException("No task's container runs on " + name);
        }
        kill(engine, running.get(random.nextInt(running.size())), false);
      }
      case PULL_FAIL -> engine.setPulls(SimulatedEngine.Pulls.FAIL);
      case PULL_STALL -> engine.setPulls(SimulatedEngine.Pulls.STALL);
      case DISK_FULL -> engine.setFull(true);
      case LIE -> engine.setSilent(true);
      case ENGINE_HOLD -> engine.setReachable(false);
      default -> {
        engine.setReachable(false);
        engine.setReachable(true);
      }
    }
  }

  private static void end(SimulatedEngine engine, String handle, boolean outOfMemory)
      throws IOException {
    for (FoundContainer container : LabInstance.running(engine)) {
      if (running(container).handle().equals(handle)) {
        kill(engine, container, outOfMemory);
        return;
      }
    }
    throw new IOException("No container " + handle + " runs");
  }

  private static void kill(SimulatedEngine engine, FoundContainer container, boolean outOfMemory) {
    engine.die(container.runtimeId(), LabInstance.KILLED, outOfMemory);
  }

  @Override
  public void end(Fault fault, String subject, String value) {
    LabInstance instance = instance(subject);
    if (CUTS.containsKey(fault)) {
      instance.cable().mend(CUTS.get(fault));
      return;
    }
    switch (fault) {
      case CLOCK -> instance.skew(Duration.ZERO);
      case PULL_FAIL, PULL_STALL ->
          instance.engine().orElseThrow().setPulls(SimulatedEngine.Pulls.SUCCEED);
      case DISK_FULL -> instance.engine().orElseThrow().setFull(false);
      case ENGINE_HOLD -> instance.engine().orElseThrow().setReachable(true);
      case LIE -> instance.engine().orElseThrow().setSilent(false);
      default -> instance.release(fault);
    }
  }
}
