package io.fairlead.lab;

import io.fairlead.agent.core.Phase;
import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.agent.runtime.simulated.SimulatedEngine;
import io.fairlead.agent.shell.Agent;
import io.fairlead.agent.shell.Cable;
import io.fairlead.lab.faults.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance whose agent runs in the lab's process: the agent, which can die and come back, its
 * cable, and its engine where that is simulated, too.
 */
final class LabInstance {
  private static final Logger LOG = LoggerFactory.getLogger(LabInstance.class);
  static final int KILLED = 137;

  private final String name;
  private final String zone;
  private final Cable cable;
  private final Optional<SimulatedEngine> engine;
  private final Function<InstantSource, Agent> agents;
  private final WrongClock clock = new WrongClock();
  private final Set<Fault> holds = EnumSet.noneOf(Fault.class);
  private @Nullable Agent agent;

  /** The machine's clock, as this instance sees it. */
  private static final class WrongClock implements InstantSource {
    private volatile Duration wrong = Duration.ZERO;

    @Override
    public Instant instant() {
      return InstantSource.system().instant().plus(wrong);
    }
  }

  /**
   * @param engine empty where it is a real one, which is others', too
   * @param agents starts the agent, behind the cable and with a clock of its own
   */
  LabInstance(
      String name,
      String zone,
      Cable cable,
      Optional<SimulatedEngine> engine,
      Function<InstantSource, Agent> agents) {
    this.name = name;
    this.zone = zone;
    this.cable = cable;
    this.engine = engine;
    this.agents = agents;
  }

  String name() {
    return name;
  }

  String zone() {
    return zone;
  }

  Cable cable() {
    return cable;
  }

  Optional<SimulatedEngine> engine() {
    return engine;
  }

  /** By how much its agent's clock is wrong from now on. */
  void skew(Duration wrong) {
    clock.wrong = wrong;
  }

  synchronized boolean switchedOff() {
    return holds.contains(Fault.POWER_OFF);
  }

  /** Starts the agent unless it runs, or a fault holds it. */
  synchronized void start() {
    if (agent == null && holds.isEmpty()) {
      agent = agents.apply(clock);
    }
  }

  /** Ends the agent without a word to anybody, as a process ends that is killed. */
  synchronized void stop() {
    Agent running = agent;
    agent = null;
    try {
      if (running != null) {
        running.close();
      }
    } catch (InterruptedException e) {
      LOG.warn("agent interrupted while it closed instance={}", name);
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the agent and keeps it from starting until this fault is over. */
  synchronized void hold(Fault fault) {
    holds.add(fault);
    stop();
  }

  synchronized void release(Fault fault) {
    holds.remove(fault);
    start();
  }

  /** What ran is dead, as when the power was off. */
  void killContainers() {
    engine.ifPresent(it -> running(it).forEach(found -> it.die(found.runtimeId(), KILLED, false)));
  }

  static List<FoundContainer> running(SimulatedEngine engine) {
    return engine.containers().stream()
        .filter(found -> found.observed().phase() == Phase.RUNNING)
        .toList();
  }
}
