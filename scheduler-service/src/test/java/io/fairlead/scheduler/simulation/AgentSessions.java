package io.fairlead.scheduler.simulation;

import io.fairlead.proto.agent.AssignmentSet;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.agent.Welcome;
import io.fairlead.scheduler.core.Assignments;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one scheduler, one for each connected instance: the latest. The product's {@code
 * Sessions} do this around gRPC streams and a timer.
 */
final class AgentSessions {
  private static final long SET_INTERVAL = 30_000;

  private record Session(Wire wire, String cluster, long epoch) {}

  private final World world;
  private final Replica home;
  private final Map<String, Session> byInstance = new TreeMap<>();

  AgentSessions(World world, Replica home) {
    this.world = world;
    this.home = home;
  }

  void hello(Wire wire, Hello hello) {
    home.decide(
        hello.getCluster(),
        (now, seed) -> new Input.AgentConnected(now, seed, hello),
        (reply, _) -> answer(wire, hello, reply));
  }

  private void answer(Wire wire, Hello hello, Decision.@Nullable Reply reply) {
    if (reply instanceof Decision.Done(Welcome welcome)) {
      begin(wire, hello, welcome);
    } else {
      wire.endFromScheduler();
    }
  }

  private void begin(Wire wire, Hello hello, Welcome welcome) {
    String arn = hello.getContainerInstanceArn();
    Session session = new Session(wire, hello.getCluster(), welcome.getEpoch());
    Session older = byInstance.put(arn, session);
    world.trace().note("session", arn, welcome.getEpoch(), wire.toString());
    if (older != null) {
      older.wire().endFromScheduler();
    }
    if (wire.isOpenAtScheduler()) {
      wire.toAgent(() -> wire.agent().welcome(wire, welcome));
      planSet(arn, session);
    } else {
      over(wire, false);
    }
  }

  private void planSet(String arn, Session session) {
    world.agenda().after(SET_INTERVAL, home.life().within(() -> tellAll(arn, session)));
  }

  private void tellAll(String arn, Session session) {
    if (byInstance.get(arn) != session) {
      return;
    }
    ShardLife shard = home.shard(world.shardOf(session.cluster()));
    if (shard != null) {
      shard.look(
          ledger -> Assignments.on(ledger.states().get(session.cluster()), arn),
          set -> tell(session, set));
    }
    planSet(arn, session);
  }

  private static void tell(Session session, AssignmentSet set) {
    session.wire().toAgent(() -> session.wire().agent().complete(set));
  }

  /** The agent has gone, or has been silent too long. */
  void over(Wire wire, boolean silent) {
    String arn = wire.agent().arn();
    Session session = byInstance.get(arn);
    if (session == null || session.wire() != wire) {
      return;
    }
    byInstance.remove(arn);
    world.trace().note("session over", arn, session.epoch());
    home.decide(
        session.cluster(),
        (now, seed) -> new Input.AgentDisconnected(now, seed, arn, session.epoch(), silent),
        (_, _) -> {});
  }

  /** What the shard had in memory is worth nothing any more, so its sessions end. */
  void ended(int shard) {
    List<Session> over =
        byInstance.values().stream()
            .filter(session -> world.shardOf(session.cluster()) == shard)
            .toList();
    byInstance.values().removeAll(over);
    over.forEach(session -> session.wire().endFromScheduler());
  }

  /** The process is gone: agents see that at once, or when they have heard nothing for a lease. */
  void crashed() {
    for (Session session : byInstance.values()) {
      long seen = world.dice().chance(0.8) ? world.dice().between(1, 50) : World.LEASE / 2;
      Wire wire = session.wire();
      world.agenda().after(seen, wire.agent().life().within(wire::endAtAgent));
    }
    byInstance.clear();
  }

  /** All open streams. */
  List<Wire> wires() {
    return byInstance.values().stream().map(Session::wire).toList();
  }
}
