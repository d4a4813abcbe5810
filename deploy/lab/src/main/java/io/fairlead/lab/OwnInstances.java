package io.fairlead.lab;

import io.fairlead.agent.runtime.simulated.SimulatedEngine;
import io.fairlead.lab.faults.Engines;
import io.fairlead.lab.faults.Fault;
import io.fairlead.lab.faults.Subjects;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The faults of instances whose agents run in the lab's process. */
final class OwnInstances implements Subjects, Engines {
  private static final String ZONE = "zone:";

  /** What needs nothing of the engine. */
  private static final Set<Fault> OF_AGENTS =
      EnumSet.of(Fault.AGENT_KILL, Fault.AGENT_HOLD, Fault.PARTITION);

  private static final Set<Fault> OF_SIMULATED =
      EnumSet.of(
          Fault.POWER_OFF,
          Fault.REBOOT,
          Fault.ENGINE_KILL,
          Fault.ENGINE_HOLD,
          Fault.CONTAINER_KILL,
          Fault.LIE);

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
        LabInstance.running(engine).stream()
            .map(it -> new Running(it.assignment().getTaskArn(), it.container(), it.runtimeId()))
            .toList());
  }

  private LabInstance instance(String name) {
    return instances.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  @Override
  public Set<Fault> possible(String subject) {
    Set<Fault> possible = EnumSet.copyOf(OF_AGENTS);
    if (instance(subject).engine().isPresent()) {
      possible.addAll(OF_SIMULATED);
    }
    return possible;
  }

  @Override
  public void begin(Fault fault, String subject, String value) throws IOException {
    LabInstance instance = instance(subject);
    if (instance.switchedOff() && fault != Fault.POWER_OFF) {
      throw new IOException(subject + " is switched off");
    }
    if (OF_AGENTS.contains(fault)) {
      beginOfAgent(fault, instance);
    } else {
      beginOfSimulated(fault, instance, instance.engine().orElseThrow());
    }
  }

  private static void beginOfAgent(Fault fault, LabInstance instance) {
    switch (fault) {
      case PARTITION -> instance.cable().cut();
      case AGENT_HOLD -> instance.hold(fault);
      default -> {
        instance.stop();
        instance.start();
      }
    }
  }

  private void beginOfSimulated(Fault fault, LabInstance instance, SimulatedEngine engine)
      throws IOException {
    switch (fault) {
      case POWER_OFF -> {
        instance.hold(fault);
        instance.killContainers();
      }
      case REBOOT -> {
        instance.stop();
        instance.killContainers();
        instance.start();
      }
      case CONTAINER_KILL -> killContainer(instance.name(), engine);
      case LIE -> engine.setSilent(true);
      case ENGINE_HOLD -> engine.setReachable(false);
      default -> {
        engine.setReachable(false);
        engine.setReachable(true);
      }
    }
  }

  private void killContainer(String name, SimulatedEngine engine) throws IOException {
    var running = LabInstance.running(engine);
    if (running.isEmpty()) {
      throw new IOException("No task's container runs on " + name);
    }
    engine.die(running.get(random.nextInt(running.size())).runtimeId(), LabInstance.KILLED, false);
  }

  @Override
  public void end(Fault fault, String subject, String value) {
    LabInstance instance = instance(subject);
    switch (fault) {
      case PARTITION -> instance.cable().mend();
      case ENGINE_HOLD -> instance.engine().orElseThrow().setReachable(true);
      case LIE -> instance.engine().orElseThrow().setSilent(false);
      default -> instance.release(fault);
    }
  }
}
