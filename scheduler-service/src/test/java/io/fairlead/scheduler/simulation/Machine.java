package io.fairlead.scheduler.simulation;

import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.agent.runtime.simulated.ImageSource;
import io.fairlead.agent.runtime.simulated.SimulatedEngine;
import io.fairlead.agent.runtime.simulated.SimulatedRuntime;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A container instance: a machine with an engine, and mostly an agent on it. */
final class Machine {
  private final World world;
  private final String cluster;
  private final String arn;
  private final String zone;
  private final String disk;
  private final SimulatedClock clock;
  private final SimulatedEngine engine;
  private final SimulatedRuntime runtime;
  private @Nullable AgentProcess agent;
  private boolean lost;
  private boolean gatewayCut;
  private boolean busCut;

  Machine(World world, String cluster, int number, SimulatedClock clock) {
    this.world = world;
    this.cluster = cluster;
    this.arn = World.REALM.containerInstance(cluster, "%s-%03d".formatted(cluster, number));
    this.zone = "zone-" + number % 3;
    this.disk = number % 2 == 0 ? "ssd" : "hdd";
    this.clock = clock;
    this.engine = new SimulatedEngine(new SimulatedTimeline(world.agenda(), clock));
    this.runtime =
        new SimulatedRuntime(engine, new Ownership("simulation", arn), ImageSource.EVERYTHING);
  }

  String cluster() {
    return cluster;
  }

  String arn() {
    return arn;
  }

  SimulatedClock clock() {
    return clock;
  }

  SimulatedRuntime runtime() {
    return runtime;
  }

  @Nullable AgentProcess agent() {
    return agent;
  }

  /** Whether the machine is gone for good. */
  boolean isLost() {
    return lost;
  }

  Hello hello() {
    return Hello.newBuilder()
        .setCluster(cluster)
        .setContainerInstanceArn(arn)
        .setAgentAddress(arn.substring(arn.lastIndexOf('/') + 1) + ":7000")
        .addResources(amount("CPU", 1024 * world.size().cores()))
        .addResources(amount("MEMORY", 2048 * world.size().cores()))
        .addResources(Resource.newBuilder().setName("PORTS").addStringSetValue("22"))
        .addAttributes(attribute("ecs.availability-zone", zone))
        .addAttributes(attribute("disk", disk))
        .build();
  }

  private static Resource amount(String name, int value) {
    return Resource.newBuilder().setName(name).setType("INTEGER").setIntegerValue(value).build();
  }

  private static Attribute attribute(String name, String value) {
    return Attribute.newBuilder().setName(name).setValue(value).build();
  }

  String disk() {
    return disk;
  }

  void startAgent() {
    if (!lost && agent == null) {
      agent = new AgentProcess(world, this);
      agent.start();
    }
  }

  /** The agent's process ends, and begins anew some time later; false if there was none. */
  boolean crashAgent() {
    if (agent == null) {
      return false;
    }
    agent.crash();
    agent = null;
    world.agenda().after(world.dice().between(500, 30_000), this::startAgent);
    return true;
  }

  boolean reboot() {
    killContainers();
    return crashAgent();
  }

  /** The machine is gone for good. */
  void lose() {
    lost = true;
    reboot();
  }

  private void killContainers() {
    for (FoundContainer found : containers()) {
      engine.die(found.runtimeId(), 137, false);
    }
  }

  /** All containers of the machine, looked at from outside. */
  List<FoundContainer> containers() {
    return engine.containers();
  }

  /** One container dies by itself; false where none runs. */
  boolean killOne(Dice dice) {
    List<FoundContainer> all = containers().stream().filter(Machine::isRunning).toList();
    if (all.isEmpty()) {
      return false;
    }
    engine.die(dice.pick(all).runtimeId(), dice.below(2) * 137, dice.chance(0.3));
    return true;
  }

  static boolean isRunning(FoundContainer found) {
    return found.observed().phase() == io.fairlead.agent.core.Phase.RUNNING;
  }

  void setEngineAway(boolean away) {
    engine.setReachable(!away);
  }

  boolean isGatewayCut() {
    return gatewayCut;
  }

  void setGatewayCut(boolean cut) {
    gatewayCut = cut;
    if (agent != null) {
      agent.gatewayChanged(cut);
    }
  }

  boolean isBusCut() {
    return busCut;
  }

  void setBusCut(boolean cut) {
    busCut = cut;
    if (agent != null) {
      agent.bus().setCut(cut);
    }
  }

  @Override
  public String toString() {
    return agent == null ? "no agent" : agent.link().toString();
  }
}
