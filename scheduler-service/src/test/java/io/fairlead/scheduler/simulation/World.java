package io.fairlead.scheduler.simulation;

import io.fairlead.proto.Realm;
import io.fairlead.proto.Topics;
import io.fairlead.scheduler.core.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that one seed makes. */
final class World {
  static final Realm REALM = new Realm("us-east-1", "000000000000");
  static final long LEASE = Settings.DEFAULTS.lease().toMillis();
  private static final long CLOCKS_OFF = 1_500;

  private final WorldSize size;
  private final Agenda agenda = new Agenda();
  private final Trace trace = new Trace(agenda);
  private final Dice dice;
  private final Swarm swarm;
  private final Rules rules;
  private final Definitions definitions = new Definitions();
  private final Truth truth;
  private final MemoryStore store;
  private final MemoryBus bus = new MemoryBus();
  private final ConsumerGroup group;
  private final Map<String, Replica> schedulers = new TreeMap<>();
  private final Map<String, Machine> machines = new TreeMap<>();
  private final List<Client> clients = new ArrayList<>();
  private boolean storeAway;
  private boolean busAway;

  World(long seed, WorldSize size, @Nullable Defect defect) {
    this.size = size;
    this.dice = new Dice(seed);
    this.swarm = new Swarm(dice, trace, size.share(), size.harshness());
    this.rules = new Rules(defect);
    this.truth = new Truth(this);
    this.store = new WatchedStore(truth, agenda, rules);
    this.group = new ConsumerGroup(size.shards());
    bus.listen(truth::arrived);
    bus.listen(this::wake);
    for (int i = 0; i < size.schedulers(); i++) {
      Replica replica = new Replica(this, "scheduler-" + i, clock());
      schedulers.put(replica.name(), replica);
    }
    for (int i = 0; i < size.clusters(); i++) {
      addCluster("c" + i);
    }
  }

  private void addCluster(String name) {
    clients.add(new Client(this, name));
    for (int i = 0; i < size.machines(); i++) {
      Machine machine = new Machine(this, name, i, clock());
      machines.put(machine.arn(), machine);
    }
  }

  private SimulatedClock clock() {
    return new SimulatedClock(agenda, dice.between(-CLOCKS_OFF, CLOCKS_OFF));
  }

  /** Lets everything begin. */
  void start() {
    schedulers.values().forEach(Replica::start);
    clients.forEach(Client::start);
    machines
        .values()
        .forEach(machine -> agenda.after(dice.between(500, 5_000), machine::startAgent));
  }

  private void wake(MemoryBus.Item item) {
    switch (item.topic()) {
      case Topics.OBSERVATIONS ->
          schedulers
              .values()
              .forEach(
                  replica -> {
                    if (replica.isWorking(item.partition())) {
                      replica.reader(item.partition()).pumpSoon(dice.between(0, 3));
                    }
                  });
      case Topics.ASSIGNMENTS -> {
        Machine machine = machines.get(AssignmentFeed.parse(item).getContainerInstanceArn());
        AgentProcess agent = machine == null ? null : machine.agent();
        if (agent != null) {
          agent.feed().told();
        }
      }
      default -> {}
    }
  }

  /** To which scheduler the gateway brings a call; null while none is known. */
  @Nullable Replica route(String cluster) {
    if (swarm.strikes(Fault.CALL_TO_WRONG_SCHEDULER, 0.05)) {
      return alive(dice.pick(schedulers.values()));
    }
    return store.owner(shardOf(cluster)).map(schedulers::get).map(World::alive).orElse(null);
  }

  private static @Nullable Replica alive(Replica replica) {
    return replica.life().isOver() ? null : replica;
  }

  int shardOf(String cluster) {
    return Topics.partition(cluster, size.shards());
  }

  int partitionOf(String key) {
    return Topics.partition(key, size.shards());
  }

  WorldSize size() {
    return size;
  }

  Agenda agenda() {
    return agenda;
  }

  Trace trace() {
    return trace;
  }

  Dice dice() {
    return dice;
  }

  Swarm swarm() {
    return swarm;
  }

  Rules rules() {
    return rules;
  }

  Definitions definitions() {
    return definitions;
  }

  Truth truth() {
    return truth;
  }

  MemoryStore store() {
    return store;
  }

  MemoryBus bus() {
    return bus;
  }

  ConsumerGroup group() {
    return group;
  }

  List<Replica> schedulers() {
    return List.copyOf(schedulers.values());
  }

  List<Machine> machines() {
    return List.copyOf(machines.values());
  }

  Machine machine(String arn) {
    Machine machine = machines.get(arn);
    if (machine == null) {
      throw new Violation("an instance that nobody made: " + arn);
    }
    return machine;
  }

  List<Client> clients() {
    return clients;
  }

  boolean storeAway() {
    return storeAway;
  }

  void setStoreAway(boolean away) {
    storeAway = away;
  }

  boolean busAway() {
    return busAway;
  }

  void setBusAway(boolean away) {
    busAway = away;
  }
}
