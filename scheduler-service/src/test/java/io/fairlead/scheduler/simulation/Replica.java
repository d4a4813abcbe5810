package io.fairlead.scheduler.simulation;

import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.shell.InputMaker;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One scheduler: its process, its shards, its sessions. */
final class Replica implements ConsumerGroup.Member {
  private final World world;
  private final String name;
  private final SimulatedClock clock;
  private Life life = new Life();
  private StoreLink store;
  private BusLink bus;
  private AgentSessions sessions;
  private final Map<Integer, ShardLife> shards = new TreeMap<>();
  private final Map<Integer, ObservationReader> readers = new TreeMap<>();

  Replica(World world, String name, SimulatedClock clock) {
    this.world = world;
    this.name = name;
    this.clock = clock;
    this.store = new StoreLink(world, world.store(), life);
    this.bus = new BusLink(world, life);
    this.sessions = new AgentSessions(world, this);
  }

  String name() {
    return name;
  }

  SimulatedClock clock() {
    return clock;
  }

  Life life() {
    return life;
  }

  StoreLink store() {
    return store;
  }

  BusLink bus() {
    return bus;
  }

  AgentSessions sessions() {
    return sessions;
  }

  ObservationReader reader(int shard) {
    return readers.computeIfAbsent(shard, number -> new ObservationReader(world, this, number));
  }

  boolean isWorking(int shard) {
    ShardLife known = shards.get(shard);
    return known != null && known.isWorking();
  }

  /** The shards that this scheduler believes to be its own. */
  List<ShardLife> shards() {
    return List.copyOf(shards.values());
  }

  /** A new process begins and joins the group. */
  void start() {
    life = new Life();
    store = new StoreLink(world, world.store(), life);
    bus = new BusLink(world, life);
    sessions = new AgentSessions(world, this);
    shards.clear();
    readers.clear();
    world.trace().note("scheduler starts", name);
    join();
  }

  /** Joins the group, as a new member or after it was taken for dead. */
  void join() {
    if (world.group().has(name)) {
      world.group().remove(name);
    }
    world.group().join(name, this);
  }

  @Override
  public void assigned(int shard) {
    world.agenda().after(world.dice().between(1, 200), life.within(() -> begin(shard)));
  }

  private void begin(int shard) {
    if (name.equals(world.group().owner(shard)) && !shards.containsKey(shard)) {
      shards.put(shard, new ShardLife(world, this, shard));
      readers.put(shard, new ObservationReader(world, this, shard));
      shards.get(shard).take();
    }
  }

  @Override
  public void revoked(int shard, Runnable done) {
    world.agenda().after(world.dice().between(1, 100), life.within(() -> end(shard, done)));
  }

  private void end(int shard, Runnable done) {
    ShardLife known = shards.remove(shard);
    ObservationReader reader = readers.remove(shard);
    if (reader != null) {
      reader.close();
    }
    if (known == null) {
      done.run();
    } else {
      known.close(done);
    }
  }

  /** The group has taken this member for dead: its shards are others', and it joins again. */
  void lost() {
    world.trace().note("shards lost", name);
    List.copyOf(shards.keySet()).forEach(shard -> end(shard, () -> {}));
    join();
  }

  /** The process is gone, with all that it had in memory. */
  void crash() {
    if (!life.isOver()) {
      world.trace().note("scheduler crashes", name);
      life.end();
      sessions.crashed();
      world.agenda().after(world.dice().between(3_000, 9_000), this::believedDead);
      world.agenda().after(world.dice().between(500, 20_000), this::restart);
    }
  }

  private void believedDead() {
    if (life.isOver() && world.group().has(name)) {
      world.group().remove(name);
    }
  }

  private void restart() {
    if (life.isOver()) {
      start();
    }
  }

  void decide(
      String cluster,
      InputMaker input,
      BiConsumer<Decision.@Nullable Reply, @Nullable RuntimeException> answer) {
    ShardLife shard = shards.get(world.shardOf(cluster));
    if (shard == null) {
      answer.accept(null, new Unavailable(true));
    } else {
      shard.decide(cluster, input, answer);
    }
  }

  @Nullable ShardLife shard(int number) {
    return shards.get(number);
  }
}
