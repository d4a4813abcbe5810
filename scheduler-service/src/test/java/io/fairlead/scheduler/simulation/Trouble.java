package io.fairlead.scheduler.simulation;

import java.util.ArrayList;
import java.util.List;

/** Makes the faults that come with time, and mends all of them in the end. */
final class Trouble {
  private static final List<Fault> TIMED =
      List.of(
          Fault.SCHEDULER_CRASH,
          Fault.SCHEDULER_PAUSE,
          Fault.AGENT_CRASH,
          Fault.MACHINE_REBOOT,
          Fault.MACHINE_LOST,
          Fault.RACK_LOST,
          Fault.CONTAINER_DIES,
          Fault.ENGINE_AWAY,
          Fault.SESSION_RESET,
          Fault.AGENT_CUT_FROM_GATEWAY,
          Fault.AGENT_CUT_FROM_BUS,
          Fault.AGENT_CUT_OFF,
          Fault.SCHEDULER_CUT_FROM_STORE,
          Fault.SCHEDULER_CUT_FROM_BUS,
          Fault.SCHEDULER_CLOCK_STEP,
          Fault.AGENT_CLOCK_STEP,
          Fault.STORE_FAILOVER,
          Fault.BUS_AWAY,
          Fault.REBALANCE,
          Fault.LATE_OWNER);

  private final World world;
  private final Dice dice;

  Trouble(World world) {
    this.world = world;
    this.dice = world.dice();
  }

  void begin() {
    world
        .agenda()
        .after(
            dice.exponential(world.size().betweenFaults()),
            () -> {
              if (!world.swarm().isOver()) {
                strike();
                begin();
              }
            });
  }

  private void strike() {
    List<Fault> possible = new ArrayList<>();
    for (Fault fault : TIMED) {
      if (world.swarm().strength(fault) > 0) {
        possible.add(fault);
      }
    }
    if (!possible.isEmpty()) {
      Fault fault = dice.pick(possible);
      if (dice.chance(Math.max(0.3, world.swarm().strength(fault)))) {
        strike(fault);
      }
    }
  }

  private void strike(Fault fault) {
    Replica scheduler = dice.pick(world.schedulers());
    Machine machine = dice.pick(world.machines());
    boolean happens =
        switch (fault) {
          case SCHEDULER_CRASH -> crash(scheduler);
          case SCHEDULER_PAUSE -> pause(scheduler);
          case AGENT_CRASH -> machine.crashAgent();
          case MACHINE_REBOOT -> machine.reboot();
          case MACHINE_LOST -> lose(machine);
          case RACK_LOST -> lose(machine) && crash(scheduler);
          case CONTAINER_DIES -> machine.killOne(dice);
          case ENGINE_AWAY -> forAWhile(machine::setEngineAway, 20_000);
          case SESSION_RESET -> reset(machine);
          case AGENT_CUT_FROM_GATEWAY -> forAWhile(machine::setGatewayCut, 25_000);
          case AGENT_CUT_FROM_BUS -> forAWhile(machine::setBusCut, 20_000);
          case AGENT_CUT_OFF -> cutOff(machine);
          case SCHEDULER_CUT_FROM_STORE -> cutFromStore(scheduler);
          case SCHEDULER_CUT_FROM_BUS -> cutFromBus(scheduler);
          case SCHEDULER_CLOCK_STEP -> step(scheduler.clock());
          case AGENT_CLOCK_STEP -> step(machine.clock());
          case STORE_FAILOVER -> failOver();
          case BUS_AWAY -> forAWhile(world::setBusAway, 15_000);
          case REBALANCE -> rebalance();
          case LATE_OWNER -> lateOwner(scheduler);
          default -> throw new IllegalArgumentException(fault + " does not come with time");
        };
    if (happens) {
      world.swarm().struck(fault, scheduler.name(), machine.arn());
    }
  }

  private interface Switch {
    void set(boolean on);
  }

  private boolean forAWhile(Switch what, long most) {
    what.set(true);
    world.agenda().after(dice.between(100, most), () -> what.set(false));
    return true;
  }

  private static boolean crash(Replica scheduler) {
    boolean alive = !scheduler.life().isOver();
    scheduler.crash();
    return alive;
  }

  /** It sleeps; others may take it for dead, and it does not know when it wakes. */
  private boolean pause(Replica scheduler) {
    Life life = scheduler.life();
    if (life.isOver() || life.isPaused()) {
      return false;
    }
    life.pause();
    long length = dice.between(500, 20_000);
    if (length > 9_000) {
      world.agenda().after(9_000, () -> believedDead(scheduler, life));
    }
    List<Wire> wires = scheduler.sessions().wires();
    if (length > World.LEASE / 2) {
      wires.forEach(
          wire ->
              world.agenda().after(World.LEASE / 2, wire.agent().life().within(wire::endAtAgent)));
    }
    world.agenda().after(length, () -> wake(scheduler, life, wires));
    return true;
  }

  // The group hears nothing of the one that sleeps; one that was started since is another member.
  private void believedDead(Replica scheduler, Life sleeping) {
    if (!sleeping.isOver()) {
      world.group().remove(scheduler.name());
    }
  }

  private void wake(Replica scheduler, Life life, List<Wire> wires) {
    life.resume();
    if (!life.isOver() && !world.group().has(scheduler.name())) {
      world.agenda().after(dice.between(0, 500), life.within(scheduler::lost));
    }
    wires.stream()
        .filter(_ -> dice.chance(0.3))
        .forEach(wire -> world.agenda().after(dice.between(0, 500), life.within(wire::reset)));
  }

  private boolean lose(Machine machine) {
    long left =
        world.machines().stream()
            .filter(other -> other.cluster().equals(machine.cluster()) && !other.isLost())
            .count();
    if (machine.isLost() || left <= 2) {
      return false;
    }
    machine.lose();
    return true;
  }

  private static boolean reset(Machine machine) {
    AgentProcess agent = machine.agent();
    if (agent != null) {
      agent.link().reset();
    }
    return agent != null;
  }

  /** Long enough, often, for the instance to count as lost. */
  private boolean cutOff(Machine machine) {
    return forAWhile(
        cut -> {
          machine.setGatewayCut(cut);
          machine.setBusCut(cut);
        },
        3 * World.LEASE);
  }

  private boolean cutFromStore(Replica scheduler) {
    StoreLink link = scheduler.store();
    return forAWhile(link::setCut, 15_000);
  }

  private boolean cutFromBus(Replica scheduler) {
    BusLink link = scheduler.bus();
    Life life = scheduler.life();
    link.setCut(true);
    long length = dice.between(500, 20_000);
    if (length > 9_000) {
      world.agenda().after(9_000, life.within(() -> world.group().remove(scheduler.name())));
    }
    world
        .agenda()
        .after(
            length,
            life.within(
                () -> {
                  link.setCut(false);
                  if (!world.group().has(scheduler.name())) {
                    scheduler.lost();
                  }
                }));
    return true;
  }

  /** Some seconds mostly, sometimes minutes, ahead or back. */
  private boolean step(SimulatedClock clock) {
    long most = dice.chance(0.2) ? 120_000 : 5_000;
    clock.setOff(dice.between(-most, most));
    return true;
  }

  private boolean failOver() {
    world.store().failOver();
    return forAWhile(world::setStoreAway, 12_000);
  }

  private boolean rebalance() {
    int shard = dice.below(world.size().shards());
    world.group().move(shard, dice.pick(world.schedulers()).name());
    return true;
  }

  /** The group takes a member for dead that works on, for some time without knowing. */
  private boolean lateOwner(Replica scheduler) {
    if (scheduler.life().isOver() || !world.group().has(scheduler.name())) {
      return false;
    }
    world.group().remove(scheduler.name());
    world
        .agenda()
        .after(
            dice.between(100, 8_000),
            scheduler
                .life()
                .within(
                    () -> {
                      if (!world.group().has(scheduler.name())) {
                        scheduler.lost();
                      }
                    }));
    return true;
  }

  /** Ends all trouble. What is on its way to come back, comes back. */
  void end() {
    world.swarm().end();
    world.setBusAway(false);
    world.setStoreAway(false);
    world
        .machines()
        .forEach(
            machine -> {
              machine.setEngineAway(false);
              machine.setGatewayCut(false);
              machine.setBusCut(false);
            });
    world.trace().note("trouble ends");
  }
}
